import { canPaymentGo } from '@holdfast/shared/order-status';
import { closeEvent, enqueueJob } from '../infra/outbox.ts';
import type { JobRun } from '../infra/queue.ts';
import { completePayment } from '../orders/complete-payment.ts';
import { abandonPayment } from './abandon-payment.ts';
import { type Charge, findProvider, type PaymentDeps } from './provider.ts';
import { type PaymentRecord, readPayment } from './read-payment.ts';
import { recordDecline } from './record-decline.ts';

type AuthorizeJob = JobRun<'payments.authorize'>;

/**
 * Reserves an order's money. The provider is called outside of any transaction; what it said is then written
 * together with the job's receipt. Safe to run twice, at once or after a crash at any point: the payment's id is
 * the idempotency key at the provider, and an earlier attempt's charge is found instead of made again.
 *
 * @throws ProviderUnavailable, UnknownOutcome: to be tried again.
 */
export async function authorizePayment(deps: PaymentDeps, job: AuthorizeJob): Promise<void> {
  const payment = await readPayment(deps.db, job.payload.paymentId);
  if (payment.state !== 'pending') {
    await closeEvent(deps.db.primary, job.eventId);
    return;
  }
  if (!payment.isNewest || !canPaymentGo(payment.orderPaymentStatus, 'authorized')) {
    await abandonPayment(deps, payment, job);
    return;
  }
  const charge = await findOrAuthorize(deps, payment, job.signal);
  const recorded = await deps.db.primary.$transaction(async (tx) => {
    if (!(await closeEvent(tx, job.eventId))) return false;
    if (charge.status === 'declined' || charge.status === 'cancelled') {
      const reason = charge.status === 'declined' ? charge.reason : 'The authorization was cancelled.';
      await recordDecline(tx, payment, reason);
      return true;
    }
    const accepted = await completePayment(tx, {
      orderId: payment.orderId,
      paymentId: payment.id,
      to: 'authorized',
    });
    // Nothing is written then; the next attempt sees the closed order and lets the money go.
    if (!accepted) throw new Error('the order was closed while its payment was being authorized');
    await tx.$executeRaw`
      UPDATE payment SET state = 'authorized', provider_reference = ${charge.reference}, token = NULL,
             updated_at = now()
      WHERE id = ${payment.id}::uuid`;
    await enqueueJob(tx, { name: 'payments.capture', payload: job.payload });
    return true;
  });
  if (!recorded) {
    await letGoIfDeclined(deps, job, charge);
    return;
  }
  deps.signals.send('order_event', payment.orderId);
  deps.signals.send('outbox');
}

/** Another attempt gave the payment up while this one was still at the provider: nobody will take this money. */
async function letGoIfDeclined(deps: PaymentDeps, job: AuthorizeJob, charge: Charge): Promise<void> {
  const payment = await readPayment(deps.db, job.payload.paymentId);
  if (payment.state !== 'declined' || charge.status !== 'authorized') return;
  await findProvider(deps, payment.provider).cancel({ reference: charge.reference, signal: job.signal });
}

/** Asks the books first: an earlier attempt may have charged and died before it could write so. */
async function findOrAuthorize(
  deps: PaymentDeps,
  payment: PaymentRecord,
  signal: AbortSignal,
): Promise<Charge> {
  const { id, amount, currency, token } = payment;
  const provider = findProvider(deps, payment.provider);
  const earlier = await provider.find(id, signal);
  return earlier ?? provider.authorize({ idempotencyKey: id, amount, currency, token, signal });
}
