import type { Queryable } from '@holdfast/db/prisma';
import { DomainError } from '@holdfast/shared/errors';
import { v7 as uuidv7 } from 'uuid';
import { enqueueJob } from '../infra/outbox.ts';
import { completeRefund } from '../payments/complete-refund.ts';
import { PAID_OUTSIDE } from '../payments/paid-outside.ts';
import { appendOrderEvent, lockOrder } from './record-event.ts';

export type RefundRequest = {
  orderId: string;
  paymentId: string;
  /** Minor units. */
  amount: number;
  reason: string;
  /** Null when the shop does it by itself. */
  actorId: string | null;
  restock?: boolean;
  /** What of the order it is for; none for an amount alone. */
  lines?: { lineId: string; quantity: number }[];
};

/**
 * Writes a refund and the job that carries it out, in the transaction that has locked the order. The amount is set
 * aside on its payment at once, so that refunds together never come to more than was taken. What was paid outside
 * of the shop goes back outside of it as well: that refund is done when it is written.
 * @returns the refund's id, which is its idempotency key at the provider
 * @throws DomainError CONFLICT: so much was not taken, or is given back already.
 */
export async function requestRefund(tx: Queryable, request: RefundRequest): Promise<string> {
  const { orderId, paymentId, amount, lines = [] } = request;
  const refundId = uuidv7();
  const [written] = await tx.$queryRaw<{ provider: string }[]>`
    WITH reserved AS (
      UPDATE payment SET refunded_amount = refunded_amount + ${amount}
      WHERE id = ${paymentId}::uuid AND state = 'captured' AND refunded_amount + ${amount} <= amount
      RETURNING id, provider
    ), refund AS (
      INSERT INTO refund (id, order_id, payment_id, amount, reason, restock, actor_id)
      SELECT ${refundId}::uuid, ${orderId}::uuid, id, ${amount}, ${request.reason}, ${request.restock ?? false},
             ${request.actorId}::uuid
      FROM reserved
    )
    SELECT provider FROM reserved`;
  if (!written) throw new DomainError('CONFLICT', 'That is more than can be given back.');
  if (lines.length > 0) {
    await tx.refundLine.createMany({
      data: lines.map(({ lineId, quantity }) => ({ refundId, orderLineId: lineId, quantity })),
    });
  }
  await appendOrderEvent(tx, orderId, {
    type: 'refund_requested',
    data: { refundId, amount, reason: request.reason, actorId: request.actorId },
  });
  if (written.provider === PAID_OUTSIDE) {
    await completeRefund(tx, await lockOrder(tx, orderId), { id: refundId, amount });
  } else {
    await enqueueJob(tx, { name: 'payments.refund', payload: { orderId, refundId } });
  }
  return refundId;
}
