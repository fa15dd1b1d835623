import type { Queryable } from '@holdfast/db/prisma';
import { enqueueJob } from '../infra/outbox.ts';
import { completePayment } from '../orders/complete-payment.ts';
import { KEEP_DECLINED_MS } from '../orders/retry-window.ts';
import type { PaymentRecord } from './read-payment.ts';

/**
 * Writes a refusal: the payment is over, its order waits for a new try and is then ended. The refusal of a payment
 * that another one has followed leaves the order alone.
 */
export async function recordDecline(tx: Queryable, payment: PaymentRecord, reason: string): Promise<void> {
  const { orderId } = payment;
  const accepted = await completePayment(tx, { orderId, paymentId: payment.id, to: 'failed' });
  await tx.$executeRaw`
    UPDATE payment SET state = 'declined', decline_reason = ${reason}, token = NULL, updated_at = now()
    WHERE id = ${payment.id}::uuid`;
  if (!accepted) return;
  await enqueueJob(tx, { name: 'orders.expire-unpaid', payload: { orderId }, delayMs: KEEP_DECLINED_MS });
}
