import { createHmac, timingSafeEqual } from 'node:crypto';

export const SIGNATURE_HEADER = 'provider-signature';

/** Older ones may be somebody's copy. */
const TOLERANCE_MS = 5 * 60_000;
const SIGNATURE = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

type Signed = { secret: string; body: string };

/** The signature of a webhook, as `t=SECONDS,v1=HMAC`: of its moment and its body, so that neither can be exchanged. */
export function signWebhook({ secret, body, at }: Signed & { at: Date }): string {
  const seconds = String(Math.floor(at.getTime() / 1_000));
  return `t=${seconds},v1=${digest(secret, seconds, body).toString('hex')}`;
}

/** Whether whoever knows the secret has signed this body, within the last five minutes. */
export function isSignedWebhook({ secret, body, signature }: Signed & { signature: string }): boolean {
  const [, seconds = '', given = ''] = SIGNATURE.exec(signature) ?? [];
  if (!given) return false;
  const isOurs = timingSafeEqual(Buffer.from(given, 'hex'), digest(secret, seconds, body));
  return isOurs && Math.abs(Date.now() - Number(seconds) * 1_000) <= TOLERANCE_MS;
}

function digest(secret: string, seconds: string, body: string): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest();
}
