import type { Queryable } from '@holdfast/db/prisma';
import { canPaymentGo } from '@holdfast/shared/order-status';
import { clearAttention } from './payment-attention.ts';
import { appendOrderEvent, lockOrder } from './record-event.ts';

const EVENT_OF = {
  authorized: 'payment_authorized',
  paid: 'payment_captured',
  failed: 'payment_declined',
} as const;

export type PaymentOutcome = { orderId: string; paymentId: string; to: keyof typeof EVENT_OF };

/**
 * Writes what became of a payment into its order, status and history together. Every way in which an outcome can
 * be learnt ends here, so the state machine decides once.
 *
 * @returns false, with its status as it was, when the order may not go there any more: it was cancelled meanwhile, or
 * is being paid by a newer payment.
 */
export async function completePayment(tx: Queryable, outcome: PaymentOutcome): Promise<boolean> {
  const { orderId, paymentId, to } = outcome;
  const order = await lockOrder(tx, orderId);
  await clearAttention(tx, orderId);
  if (!canPaymentGo(order.paymentStatus, to) || !(await isNewest(tx, outcome))) return false;
  await tx.$executeRaw`
    UPDATE orders SET payment_status = ${to}::payment_status WHERE id = ${orderId}::uuid`;
  await appendOrderEvent(tx, orderId, { type: EVENT_OF[to], data: { paymentId } });
  return true;
}

async function isNewest(tx: Queryable, { orderId, paymentId }: PaymentOutcome): Promise<boolean> {
  const [newest] = await tx.payment.findMany({
    where: { orderId },
    orderBy: { createdAt: 'desc' },
    take: 1,
    select: { id: true },
  });
  return newest?.id === paymentId;
}
