import { createHash, timingSafeEqual } from 'node:crypto';
import type { Logger } from '@holdfast/commerce/infra/log';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { z } from 'zod';
import { Cashier, KeyReused } from './cashier.ts';
import { type Charge, refundedAmount } from './charge.ts';
import type { Ledger } from './ledger.ts';
import { ORDINARY_MANNERS, type WebhookSender } from './webhooks.ts';

export type ProviderOptions = {
  ledger: Ledger;
  /** Missing: nobody is told of changes. */
  webhooks: WebhookSender | undefined;
  apiKey: string;
  log: Logger;
};

const idempotencyKey = z.string().min(1).max(255);
const amount = z.number().int().min(0);
const chargeInput = z.object({
  amount,
  currency: z.string().length(3),
  token: z.string().max(255).nullish(),
});
const refundInput = z.object({ amount: amount.min(1) });
const ledgerInput = z.object({
  from: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(1_000),
});
const mannersInput = z.object({
  delayMs: z.number().int().min(0).max(600_000).default(ORDINARY_MANNERS.delayMs),
  copies: z.number().int().min(1).max(10).default(ORDINARY_MANNERS.copies),
  shuffle: z.boolean().default(ORDINARY_MANNERS.shuffle),
  paused: z.boolean().default(ORDINARY_MANNERS.paused),
});

type ByReference = { Params: { reference: string } };

/** The provider's HTTP API, ready to listen; its paths are in docs/decisions/0010-the-test-provider-is-a-service.md. */
export function createProviderServer({ ledger, webhooks, apiKey, log }: ProviderOptions): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = log;
  const app: FastifyInstance = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
  });
  app.setErrorHandler(answerError);
  app.get('/health', async () => ({ status: 'ok' }));
  app.register(async (scope) => {
    scope.addHook('onRequest', requireKey(apiKey));
    addCharges(scope, ledger, new Cashier(ledger, (charge) => webhooks?.tell(charge)));
    scope.get('/ledger', async ({ query }) => {
      const { from, limit } = ledgerInput.parse(query);
      const page = ledger.list(from, limit);
      return { ...page, charges: page.charges.map(show) };
    });
    scope.put('/webhooks', async ({ body }, reply) => {
      if (!webhooks) return answer(reply, 409, NO_WEBHOOKS);
      const manners = mannersInput.parse(body);
      webhooks.behave(manners);
      return manners;
    });
  });
  return app;
}

function addCharges(app: FastifyInstance, ledger: Ledger, cashier: Cashier): void {
  app.post('/charges', async (request, reply) => {
    const { charge, isAnswerLost } = await cashier.authorize({
      idempotencyKey: readKey(request),
      ...chargeInput.parse(request.body),
    });
    if (isAnswerLost) {
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    }
    if (charge.state === 'asked') return answer(reply, 503, ISSUER_AWAY);
    return show(charge);
  });
  app.get('/charges', async ({ query }, reply) => {
    const charge = ledger.read(z.object({ idempotencyKey }).parse(query).idempotencyKey);
    return charge && charge.state !== 'asked' ? show(charge) : answer(reply, 404, NO_CHARGE);
  });
  app.post<ByReference>('/charges/:reference/capture', async ({ params }, reply) => {
    const charge = cashier.capture(params.reference);
    if (!charge) return answer(reply, 404, NO_CHARGE);
    if (charge.state === 'captured') return { status: 'captured' };
    return { status: 'refused', reason: 'The authorization is no longer valid.' };
  });
  app.post<ByReference>('/charges/:reference/cancel', async ({ params }, reply) => {
    const charge = cashier.cancel(params.reference);
    return charge ? show(charge) : answer(reply, 404, NO_CHARGE);
  });
  app.post<ByReference>('/charges/:reference/refunds', async (request, reply) => {
    const { reference } = request.params;
    const refund = cashier.refund({
      reference,
      idempotencyKey: readKey(request),
      ...refundInput.parse(request.body),
    });
    if (!refund) return answer(reply, 404, NO_CHARGE);
    return { status: refund.status, reason: refund.reason };
  });
}

const NO_WEBHOOKS = { code: 'no_webhooks', message: 'Nobody is told of changes: WEBHOOK_URL is not set.' };
const NO_CHARGE = { code: 'no_such_charge', message: 'There is no such charge.' };
/** Not the provider's own absence: all other cards work. */
const ISSUER_AWAY = { code: 'issuer_away', message: 'The bank of this card does not answer.' };

function answer(reply: FastifyReply, status: number, body: { code: string; message: string }): FastifyReply {
  return reply.code(status).send(body);
}

function readKey({ headers }: FastifyRequest): string {
  return z.object({ 'idempotency-key': idempotencyKey }).parse(headers)['idempotency-key'];
}

function show(charge: Charge) {
  const reason = charge.state === 'declined' ? 'The card was declined.' : undefined;
  return { ...charge, reason, refunded: refundedAmount(charge) };
}

function requireKey(apiKey: string) {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const wanted = digest(`Bearer ${apiKey}`);
  return async ({ headers }: FastifyRequest, reply: FastifyReply) => {
    if (timingSafeEqual(digest(headers.authorization ?? ''), wanted)) return undefined;
    return answer(reply, 401, { code: 'unauthenticated', message: 'This needs the key of the provider.' });
  };
}

function answerError(error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof KeyReused) return answer(reply, 409, { code: 'key_reused', message: error.message });
  if (error instanceof z.ZodError) {
    return answer(reply, 400, { code: 'invalid', message: z.prettifyError(error) });
  }
  const status = error.statusCode ?? 500;
  if (status >= 500) request.log.error({ err: error }, 'a request failed');
  return answer(reply, status, { code: 'failed', message: error.message });
}
