import type { Queryable } from '@holdfast/db/prisma';
import type { AttentionReason } from '@holdfast/shared/order-attention';
import type { PaymentStatus } from '@holdfast/shared/order-status';
import type { Deps } from '../deps.ts';
import { IS_OPEN } from '../infra/outbox.ts';
import { appendOrderEvent, lockOrder } from './record-event.ts';

/** Of which payment status an order must be to wait for this; a refund may be refused whatever it is by now. */
const WAITS_IN: Partial<Record<AttentionReason, PaymentStatus>> = {
  payment_outcome_unknown: 'pending',
  capture_failed: 'authorized',
};

/**
 * Marks an order that is locked for a human, unless it is marked already or decided meanwhile. @returns whether it is
 * new.
 */
export async function raiseAttention(
  tx: Queryable,
  orderId: string,
  reason: AttentionReason,
): Promise<boolean> {
  const marked = await tx.$executeRaw`
    UPDATE orders SET attention_reason = ${reason}
    WHERE id = ${orderId}::uuid AND attention_reason IS NULL
      AND payment_status = coalesce(${WAITS_IN[reason] ?? null}::payment_status, payment_status)`;
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
    await lockOrder(tx, orderId);
    const open = await tx.$queryRaw<unknown[]>`
      SELECT id FROM outbox_event WHERE id = ${eventId}::uuid AND ${IS_OPEN}`;
    return open.length > 0 && raiseAttention(tx, orderId, reason);
  });
  if (!isNew) return;
  deps.log.error({ orderId, reason }, 'a payment does not get on and its order waits for a human');
  deps.signals.send('order_event', orderId);
}
