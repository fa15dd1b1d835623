import type { Queryable } from '@holdfast/db/prisma';
import { DomainError } from '@holdfast/shared/errors';
import type { OrderEventType } from '@holdfast/shared/order-events';
import type { FulfilmentStatus, PaymentStatus } from '@holdfast/shared/order-status';

export type LockedOrder = { paymentStatus: PaymentStatus; fulfilmentStatus: FulfilmentStatus };

/**
 * Locks the order until the end of the transaction and tells its state. Whoever changes an order locks it first,
 * stock only after it.
 *
 * @throws DomainError NOT_FOUND
 */
export async function lockOrder(tx: Queryable, orderId: string): Promise<LockedOrder> {
  const [order] = await tx.$queryRaw<LockedOrder[]>`
    SELECT payment_status AS "paymentStatus", fulfilment_status AS "fulfilmentStatus"
    FROM orders WHERE id = ${orderId}::uuid FOR UPDATE`;
  if (!order) throw new DomainError('NOT_FOUND', 'There is no such order.');
  return order;
}

/**
 * Adds to the order's history. `data` holds ids and amounts (minor units), never personal data. Tell the
 * listeners with `signals.send('order_event', orderId)` after the commit.
 */
export async function appendOrderEvent(
  tx: Queryable,
  orderId: string,
  event: { type: OrderEventType; data?: Record<string, string | number> },
): Promise<void> {
  // The lock comes in a statement of its own: the next one sees every event that committed before it was free.
  await lockOrder(tx, orderId);
  await tx.$executeRaw`
    INSERT INTO order_event (order_id, seq, type, data)
    SELECT ${orderId}::uuid, coalesce(max(seq), 0) + 1, ${event.type},
           ${JSON.stringify(event.data ?? {})}::jsonb
    FROM order_event WHERE order_id = ${orderId}::uuid`;
}
