import type { JobName } from '@holdfast/shared/jobs';
import type { JobRun } from '../infra/queue.ts';
import { readEvents, type TestOrder } from '../orders/testing.ts';
import type { TestShop } from '../testing.ts';
import type { PaymentDeps } from './provider.ts';
import { createTestProvider } from './test-provider.ts';

export function withTestProvider(shop: TestShop): PaymentDeps & TestShop {
  return { ...shop, providers: { test: createTestProvider(shop.db.primary) } };
}

/** An attempt at the order's open job of this name, as a worker would be given it. */
export async function takeJob<N extends JobName>(
  shop: TestShop,
  order: TestOrder,
  name: N,
): Promise<JobRun<N>> {
  const event = (await readEvents(shop, order.orderId, name)).at(-1);
  if (!event) throw new Error(`the order has no ${name}`);
  return {
    eventId: event.id,
    payload: event.payload as JobRun<N>['payload'],
    signal: AbortSignal.timeout(10_000),
  };
}

/** Makes the job owed for longer than a failing payment is left to itself. */
export async function makeOverdue(shop: TestShop, { eventId }: { eventId: string }): Promise<void> {
  await shop.db.primary.$executeRaw`
    UPDATE outbox_event SET available_at = now() - interval '15 minutes 1 second' WHERE id = ${eventId}::uuid`;
}
