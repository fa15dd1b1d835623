import type { Queryable } from '@holdfast/db/prisma';
import type { Deps } from '../deps.ts';
import { lockOrder } from './record-event.ts';

const REASONS = ['payment_outcome_unknown', 'capture_failed'] as const;

export type PaymentTrouble = { eventId: string; orderId: string; reason: (typeof REASONS)[number] };

/**
 * Marks an order for a human because its payment does not get on. Nothing happens when the job of `eventId` has
 * its receipt by now, or when the order is marked already.
 */
export async function callForAttention(deps: Deps, trouble: PaymentTrouble): Promise<void> {
  const { eventId, orderId, reason } = trouble;
  const isNew = await deps.db.primary.$transaction(async (tx) => {
    // Locked like a receipt, before the order: a mark can never come after the outcome that would have cleared it.
    const open = await tx.$queryRaw<unknown[]>`
      SELECT id FROM outbox_event WHERE id = ${eventId}::uuid AND closed_at IS NULL FOR UPDATE`;
    if (open.length === 0) return false;
    await lockOrder(tx, orderId);
    const marked = await tx.$executeRaw`
      UPDATE orders SET attention_reason = ${reason}
      WHERE id = ${orderId}::uuid AND attention_reason IS NULL`;
    return marked === 1;
  });
  if (!isNew) return;
  deps.log.error({ orderId, reason }, 'a payment does not get on and its order waits for a human');
  deps.signals.send('order_event', orderId);
}

/** Takes such a mark back, once the outcome is learnt; other marks stay. The order is locked. */
export async function clearAttention(tx: Queryable, orderId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE orders SET attention_reason = NULL
    WHERE id = ${orderId}::uuid AND attention_reason = ANY(${[...REASONS]})`;
}
