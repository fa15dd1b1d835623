import { closeEvent } from '../infra/outbox.ts';
import type { JobRun } from '../infra/queue.ts';
import { clearAttention } from '../orders/payment-attention.ts';
import { lockOrder } from '../orders/record-event.ts';
import { findProvider, type PaymentDeps } from './provider.ts';
import type { PaymentRecord } from './read-payment.ts';

/**
 * The way back of the payment saga: its order was closed or is paid anew, so reserved money is let go. Money that was already
 * taken is not given back by a machine: the order is marked for a human.
 */
export async function abandonPayment(
  deps: PaymentDeps,
  payment: PaymentRecord,
  job: JobRun<'payments.authorize' | 'payments.capture'>,
): Promise<void> {
  const provider = findProvider(deps, payment.provider);
  const charge = await provider.find(payment.id, job.signal);
  if (charge?.status === 'authorized') {
    await provider.cancel({ reference: charge.reference, signal: job.signal });
  }
  const isTaken = charge?.status === 'captured';
  await deps.db.primary.$transaction(async (tx) => {
    if (!(await closeEvent(tx, job.eventId))) return;
    await lockOrder(tx, payment.orderId);
    await clearAttention(tx, payment.orderId);
    if (isTaken) {
      await tx.$executeRaw`
        UPDATE orders SET attention_reason = 'captured_after_cancellation'
        WHERE id = ${payment.orderId}::uuid`;
    }
    await tx.$executeRaw`
      UPDATE payment SET state = ${isTaken ? 'captured' : 'cancelled'}::payment_state, token = NULL,
             updated_at = now()
      WHERE id = ${payment.id}::uuid`;
  });
}
