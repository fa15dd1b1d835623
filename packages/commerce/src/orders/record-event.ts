import type { Queryable } from '@holdfast/db/prisma';
import { DomainError } from '@holdfast/shared/errors';
import type { OrderEventType } from '@holdfast/shared/order-events';
import type { FulfilmentStatus, PaymentStatus } from '@holdfast/shared/order-status';
import type { Deps } from '../deps.ts';

export type LockedOrder = {
  id: string;
  number: string;
  currency: string;
  paymentStatus: PaymentStatus;
  fulfilmentStatus: FulfilmentStatus;
  attentionReason: string | null;
};

/** What an event carries: ids and amounts (minor units), an operator's reason; never a shopper's data. */
export type EventData = Record<string, string | number | null>;

/**
 * Locks the order until the end of the transaction and tells its state. Whoever changes an order locks it first,
 * stock only after it.
 *
 * @throws DomainError NOT_FOUND
 */
export async function lockOrder(tx: Queryable, orderId: string): Promise<LockedOrder> {
  const [order] = await tx.$queryRaw<LockedOrder[]>`
    SELECT id, number, currency, payment_status AS "paymentStatus", fulfilment_status AS "fulfilmentStatus",
           attention_reason AS "attentionReason"
    FROM orders WHERE id = ${orderId}::uuid FOR UPDATE`;
  if (!order) throw new DomainError('NOT_FOUND', 'There is no such order.');
  return order;
}

/** Call it after a commit that added to the order's history, and perhaps asked for later work. */
export function tellOrder(deps: Pick<Deps, 'signals'>, orderId: string): void {
  deps.signals.send('order_event', orderId);
  deps.signals.send('outbox');
}

/**
 * Adds to the history of an order that the transaction has locked. Tell the listeners with
 * `signals.send('order_event', orderId)` after the commit.
 */
export async function appendOrderEvent(
  tx: Queryable,
  orderId: string,
  event: { type: OrderEventType; data?: EventData },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO order_event (order_id, seq, type, data)
    VALUES (${orderId}::uuid, NULL, ${event.type}, ${JSON.stringify(event.data ?? {})}::jsonb)`;
}
