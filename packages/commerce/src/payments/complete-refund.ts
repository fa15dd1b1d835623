import type { Queryable } from '@holdfast/db/prisma';
import { afterEvent } from '@holdfast/shared/order-status';
import { appendOrderEvent, type LockedOrder } from '../orders/record-event.ts';

/**
 * Money has gone back: the order is refunded when all of it has. What came late for a payment that was over moves the
 * order no more. `amount`: minor units. Nothing happens to a refund that is done already.
 */
export async function completeRefund(
  tx: Queryable,
  order: LockedOrder,
  refund: { id: string; amount: number },
): Promise<void> {
  const [done] = await tx.$queryRaw<{ isWhole: boolean; givenUp: boolean }[]>`
    WITH done AS (
      UPDATE refund SET state = 'succeeded', failure = NULL, updated_at = clock_timestamp()
      WHERE id = ${refund.id}::uuid AND state IN ('pending', 'failed')
      RETURNING payment_id, amount
    )
    SELECT payment.given_up AS "givenUp",
           payment.amount = done.amount + coalesce((
             SELECT sum(amount) FROM refund
             WHERE refund.payment_id = payment.id AND state = 'succeeded' AND refund.id <> ${refund.id}::uuid), 0)
             AS "isWhole"
    FROM done JOIN payment ON payment.id = done.payment_id`;
  if (!done) return;
  const data = { refundId: refund.id, amount: refund.amount };
  if (done.givenUp) {
    await appendOrderEvent(tx, order.id, { type: 'late_payment_returned', data });
    return;
  }
  const type = done.isWhole ? 'refunded' : 'partially_refunded';
  const { paymentStatus } = afterEvent(order, type);
  await tx.$executeRaw`
    UPDATE orders SET payment_status = ${paymentStatus}::payment_status WHERE id = ${order.id}::uuid`;
  await appendOrderEvent(tx, order.id, { type, data });
}
