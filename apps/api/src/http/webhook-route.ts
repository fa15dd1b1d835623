import type { PaymentDeps } from '@holdfast/commerce/payments/provider';
import { receiveWebhook } from '@holdfast/commerce/payments/receive-webhook';
import type { FastifyInstance } from 'fastify';

export const WEBHOOKS = '/webhooks/payments/:provider';

const BODY_LIMIT_BYTES = 64 * 1_024;

/** What payment providers tell on their own. Bodies must come as they were sent: signatures are made of their bytes. */
export function addWebhookRoute(app: FastifyInstance, deps: PaymentDeps): void {
  app.post<{ Params: { provider: string }; Body: string }>(
    WEBHOOKS,
    { bodyLimit: BODY_LIMIT_BYTES },
    async (request, reply) => {
      const { provider } = request.params;
      await receiveWebhook(
        { ...deps, log: deps.log.child({ requestId: request.id }) },
        { provider, webhook: { body: request.body, headers: oneEach(request.headers) } },
      );
      reply.header('cache-control', 'private, no-store');
      return { received: true };
    },
  );
}

function oneEach(headers: NodeJS.Dict<string | string[]>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}
