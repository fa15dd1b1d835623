import { randomUUID } from 'node:crypto';
import type { JobName } from '@holdfast/shared/jobs';
import { orderEventTypeSchema } from '@holdfast/shared/order-events';
import { type OrderStatuses, projectStatuses } from '@holdfast/shared/order-status';
import { addToCart } from '../cart/add-to-cart.ts';
import type { Deps } from '../deps.ts';
import { type Goods, sellVariant } from '../testing-goods.ts';
import { cancelOrder } from './cancel-order.ts';
import type { OperatorCall, OrderCommand } from './change-order.ts';
import { placeOrder } from './place-order.ts';

export type TestOrder = {
  orderId: string;
  paymentId: string;
  number: string;
  accessToken: string;
  stockItemId: string;
};

/** An order as a shopper places it, of goods of its own. */
export async function placeTestOrder(
  deps: Deps,
  wanted: Goods & { token?: string | undefined; quantity?: number; locale?: string; email?: string } = {},
): Promise<TestOrder> {
  const { variantId, stockItemId } = await sellVariant(deps, wanted);
  const { locale, currency } = wanted;
  const cart = await addToCart(deps, { variantId, quantity: wanted.quantity ?? 1, locale, currency });
  const answer = await placeOrder(deps, {
    caller: { scope: 'guest', customerId: null },
    input: {
      idempotencyKey: randomUUID(),
      cartId: cart.id,
      email: wanted.email ?? 'shopper@example.com',
      shippingAddress: { name: 'A Shopper', line1: '1 Quay', city: 'Haifa', country: 'IL' },
      shippingMethod: 'standard',
      payment: { provider: 'test', token: wanted.token },
    },
  });
  if (answer.status !== 'placed') throw new Error(`the test order is ${answer.status}`);
  const { number, accessToken } = answer.order;
  const order = await deps.db.primary.order.findUniqueOrThrow({
    where: { number },
    include: { payments: true },
  });
  const paymentId = order.payments[0]?.id;
  if (!paymentId) throw new Error('the test order has no payment');
  return { orderId: order.id, paymentId, number, accessToken, stockItemId };
}

/** The outbox events of an order's job, oldest first. */
export function readEvents(deps: Deps, orderId: string, job: JobName) {
  return deps.db.primary.outboxEvent.findMany({
    where: { job, payload: { path: ['orderId'], equals: orderId } },
    orderBy: { id: 'asc' },
  });
}

/** What has happened to the order, in its order. */
export async function readHistory(deps: Deps, orderId: string): Promise<string[]> {
  const events = await deps.db.primary.orderEvent.findMany({ where: { orderId }, orderBy: { seq: 'asc' } });
  return events.map((event) => event.type);
}

/** Runs the same work eight times at once, each on a connection that stands already, so that they really meet. */
export async function runAtOnce(deps: Deps, work: () => Promise<void>): Promise<void> {
  const eight = Array.from({ length: 8 });
  await Promise.all(eight.map(() => deps.db.primary.$executeRaw`SELECT pg_sleep(0.05)`));
  await Promise.all(eight.map(work));
}

/**
 * Runs work that ends in a transaction on the order, and cuts that transaction's connection before it can commit:
 * a process that died there. Rejects as the work does.
 */
export async function cutBeforeCommit(deps: Deps, orderId: string, work: () => Promise<void>): Promise<void> {
  const isHeld = Promise.withResolvers<void>();
  const holding = deps.db.primary.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM orders WHERE id = ${orderId}::uuid FOR UPDATE`;
    isHeld.resolve();
    // Outside of this transaction, which would be shown the same activity again and again.
    for (let cut = 0; cut === 0; ) cut = await cutWaiting(deps);
  });
  await isHeld.promise;
  await Promise.all([work(), holding]);
}

function cutWaiting(deps: Deps): Promise<number> {
  return deps.db.primary.$executeRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
}

/** Cancels the order as an operator does. */
export async function closeOrder(deps: Deps, { number }: TestOrder): Promise<void> {
  await cancelOrder(deps, operatorCall({ number, reason: 'The shopper has changed their mind.' }));
}

/** A call of an operator, whose id is not of a person. */
export function operatorCall<I extends OrderCommand>(input: I): OperatorCall<I> {
  return { input, actorId: randomUUID(), scope: 'user:operator' };
}

/** Has the work done while the shop takes money only when the goods leave. */
export async function capturesOnFulfilment<T>(deps: Deps, work: () => Promise<T>): Promise<T> {
  await deps.db.primary.channel.updateMany({ data: { capture: 'on_fulfilment' } });
  try {
    return await work();
  } finally {
    await deps.db.primary.channel.updateMany({ data: { capture: 'immediate' } });
  }
}

/** An order's statuses rebuilt from its events: what is stored must be the same. */
export async function projectHistory(deps: Deps, orderId: string): Promise<OrderStatuses> {
  const events = await deps.db.primary.orderEvent.findMany({
    where: { orderId },
    orderBy: { seq: 'asc' },
    select: { type: true },
  });
  return projectStatuses(events.map(({ type }) => orderEventTypeSchema.parse(type)));
}
