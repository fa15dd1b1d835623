import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Weak: the same for an answer in all its encodings. */
export function etagOf(body: Buffer): string {
  return `W/"${createHash('sha1').update(body).digest('base64url')}"`;
}

/** Whether who asks has an answer with this tag already. */
export function isKnownTo({ headers }: Pick<IncomingMessage, 'headers'>, etag: string): boolean {
  return headers['if-none-match']?.includes(etag) ?? false;
}
