import { DomainError } from '@holdfast/shared/errors';
import { z } from 'zod';
import { parseJson } from '../infra/parse-json.ts';
import { askProvider, type ProviderAddress } from './ask-provider.ts';
import {
  type AuthorizeRequest,
  type Capture,
  type Charge,
  type ChargeRequest,
  type PaymentProvider,
  type Refund,
  type RefundRequest,
  UnknownOutcome,
  type Webhook,
} from './provider.ts';
import { RequestRefused } from './request-refused.ts';
import { isSignedWebhook, SIGNATURE_HEADER } from './webhook-signature.ts';

export type TestProviderConfig = ProviderAddress & { webhookSecret: string };

const refused = z.object({ status: z.literal('refused'), reason: z.string() });
const captureAnswer = z.union([z.object({ status: z.literal('captured') }), refused]);
const refundAnswer = z.union([z.object({ status: z.literal('refunded') }), refused]);
const chargeAnswer = z
  .union([
    z.object({ state: z.enum(['authorized', 'captured', 'cancelled']), reference: z.string() }),
    z.object({ state: z.literal('declined'), reason: z.string() }),
  ])
  .transform(({ state, ...rest }) => ({ status: state, ...rest }) as Charge);
const webhookBody = z.object({ charge: z.object({ idempotencyKey: z.string() }) });

const NOT_ACCEPTED = {
  status: 'declined',
  reason: 'The payment provider does not accept this payment.',
} as const;
const NO_CHARGE = { status: 'refused', reason: 'The provider knows no such charge.' } as const;

/**
 * The provider that charges nobody, for tests, demos and rehearsals: a service of its own (tools/src/payment-provider),
 * asked over HTTP as a real one is. Its tokens: `ok` (also none), `declined`, `slow` (3 s), `flaky` (fails twice, then
 * works), `lost` (charges, then the answer is lost), `down`.
 */
export function createTestProvider(config: TestProviderConfig): PaymentProvider {
  return {
    authorize: (request) => authorize(config, request),
    capture: (request) => capture(config, request),
    cancel: async ({ reference, signal }) => {
      await askProvider(config, { method: 'POST', path: `${chargePath(reference)}/cancel`, signal });
    },
    refund: (request) => refund(config, request),
    find: async (idempotencyKey, signal) => {
      const path = `/charges?idempotencyKey=${encodeURIComponent(idempotencyKey)}`;
      const answer = await askProvider(config, { method: 'GET', path, signal });
      return answer === null ? null : read(chargeAnswer, answer);
    },
    readWebhook: (webhook) => readWebhook(config.webhookSecret, webhook),
  };
}

async function authorize(address: ProviderAddress, request: AuthorizeRequest): Promise<Charge> {
  const { idempotencyKey, amount, currency, token, signal } = request;
  const body = { amount, currency, token };
  try {
    return read(
      chargeAnswer,
      await askProvider(address, { method: 'POST', path: '/charges', idempotencyKey, body, signal }),
    );
  } catch (error) {
    // Its message is for programmers. The shopper may try another card.
    if (error instanceof RequestRefused && error.isNothingDone) return NOT_ACCEPTED;
    throw error;
  }
}

async function capture(address: ProviderAddress, { reference, signal }: ChargeRequest): Promise<Capture> {
  const path = `${chargePath(reference)}/capture`;
  const answer = await askProvider(address, { method: 'POST', path, signal });
  return answer === null ? NO_CHARGE : read(captureAnswer, answer);
}

async function refund(address: ProviderAddress, request: RefundRequest): Promise<Refund> {
  const { reference, idempotencyKey, amount, signal } = request;
  const path = `${chargePath(reference)}/refunds`;
  const answer = await askProvider(address, {
    method: 'POST',
    path,
    idempotencyKey,
    body: { amount },
    signal,
  });
  return answer === null ? NO_CHARGE : read(refundAnswer, answer);
}

function chargePath(reference: string): string {
  return `/charges/${encodeURIComponent(reference)}`;
}

function read<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new UnknownOutcome('The test provider answered something else.', { cause: parsed.error });
}

function readWebhook(secret: string, { body, headers }: Webhook): { idempotencyKey: string } | null {
  if (!isSignedWebhook({ secret, body, signature: headers[SIGNATURE_HEADER] ?? '' })) {
    throw new DomainError('UNAUTHENTICATED', 'This webhook is not signed by the payment provider.');
  }
  return webhookBody.safeParse(parseJson(body)).data?.charge ?? null;
}
