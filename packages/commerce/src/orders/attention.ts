import type { Queryable } from '@holdfast/db/prisma';
import type { AttentionReason } from '@holdfast/shared/order-attention';
import type { Deps } from '../deps.ts';
import { appendOrderEvent, lockOrder } from './record-event.ts';

/** Marks an order that is locked for a human, unless it is marked already. @returns whether it is new. */
export async function raiseAttention(
  tx: Queryable,
  orderId: string,
  reason: AttentionReason,
): Promise<boolean> {
  const marked = await tx.$executeRaw`
    UPDATE orders SET attention_reason = ${reason}
    WHERE id = ${orderId}::uuid AND attention_reason IS NULL`;
  if (marked === 0) return false;
  await appendOrderEvent(tx, orderId, { type: 'attention_raised', data: { reason } });
  return true;
}

export type Trouble = { eventId: string; orderId: string; reason: AttentionReason };

/**
 * Marks an order for a human because its payment does not get on. Nothing happens when the job of `eventId` has
 * its receipt by now, or when the order is marked or closed already.
 */
export async function callForAttention(deps: Deps, trouble: Trouble): Promise<void> {
  const { eventId, orderId, reason } = trouble;
  const isNew = await deps.db.primary.$transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (order.paymentStatus === 'cancelled') return false;
    // Under the order's lock, which a receipt needs: a mark can never come after the outcome that would have cleared it.
    const open = await tx.$queryRaw<unknown[]>`
      SELECT id FROM outbox_event WHERE id = ${eventId}::uuid AND closed_at IS NULL`;
    return open.length > 0 && raiseAttention(tx, orderId, reason);
  });
  if (!isNew) return;
  deps.log.error({ orderId, reason }, 'a payment does not get on and its order waits for a human');
  deps.signals.send('order_event', orderId);
}
