import { canPaymentGo } from '@holdfast/shared/order-status';
import { closeEvent, enqueueJob } from '../infra/outbox.ts';
import type { JobRun } from '../infra/queue.ts';
import { completePayment } from '../orders/complete-payment.ts';
import { abandonPayment } from './abandon-payment.ts';
import { findProvider, type PaymentDeps } from './provider.ts';
import { readPayment } from './read-payment.ts';
import { recordDecline } from './record-decline.ts';

type CaptureJob = JobRun<'payments.capture'>;

/**
 * Takes an order's reserved money. Safe to run twice like `authorizePayment`: capturing what is captured is
 * captured, and only the run that writes the receipt writes the rest.
 *
 * @throws ProviderUnavailable, UnknownOutcome: to be tried again.
 */
export async function capturePayment(deps: PaymentDeps, job: CaptureJob): Promise<void> {
  const payment = await readPayment(deps.db, job.payload.paymentId);
  const { reference } = payment;
  if (payment.state !== 'authorized' || reference === null) {
    await closeEvent(deps.db.primary, job.eventId);
    return;
  }
  if (!payment.isNewest || !canPaymentGo(payment.orderPaymentStatus, 'paid')) {
    await abandonPayment(deps, payment, job);
    return;
  }
  const capture = await findProvider(deps, payment.provider).capture({ reference, signal: job.signal });
  const recorded = await deps.db.primary.$transaction(async (tx) => {
    if (!(await closeEvent(tx, job.eventId))) return false;
    if (capture.status === 'refused') {
      await recordDecline(tx, payment, capture.reason);
      return true;
    }
    const { orderId } = payment;
    const accepted = await completePayment(tx, { orderId, paymentId: payment.id, to: 'paid' });
    // Nothing is written then; the next attempt sees the closed order and calls for a human.
    if (!accepted) throw new Error('the order was closed while its payment was being captured');
    await tx.$executeRaw`
      UPDATE payment SET state = 'captured', updated_at = now() WHERE id = ${payment.id}::uuid`;
    await enqueueJob(tx, { name: 'notifications.order-confirmation', payload: { orderId } });
    return true;
  });
  if (!recorded) return;
  deps.signals.send('order_event', payment.orderId);
  deps.signals.send('outbox');
}
