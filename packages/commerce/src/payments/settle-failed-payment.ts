import { DomainError } from '@holdfast/shared/errors';
import type { QueuedJob } from '@holdfast/shared/jobs';
import { withDeadline } from '../infra/with-deadline.ts';
import { callForAttention } from '../orders/attention.ts';
import { type Failure, hasFailedForGood } from './failure.ts';
import { findProvider, isProviderKnown, type PaymentDeps, ProviderUnavailable } from './provider.ts';
import { type PaymentRecord, readPayment } from './read-payment.ts';
import { recordOutcome } from './record-outcome.ts';

type FailedJob = QueuedJob<'payments.authorize' | 'payments.capture' | 'payments.cancel'>;

const FIND_MS = 5_000;

/**
 * After a payment failed for good, or has gone on failing for 15 minutes. If no money was reserved, it is declined; if
 * that cannot be told, or reserved money cannot be taken, the order is marked for a human and tried on: the goods are
 * the shopper's as soon as it works.
 *
 * @returns true when the payment was declined; else it is to be tried again.
 */
export async function settleFailedPayment(
  deps: PaymentDeps,
  job: FailedJob,
  failure: Failure,
): Promise<boolean> {
  if (!(await hasFailedForGood(deps.db, job.eventId, failure))) return false;
  const payment = await readPayment(deps.db, job.payload.paymentId);
  const { orderId } = payment;
  if (payment.state === 'authorized') {
    await callForAttention(deps, { eventId: job.eventId, orderId, reason: 'capture_failed' });
    return false;
  }
  if (!(await isNothingCharged(deps, payment, failure))) {
    await callForAttention(deps, { eventId: job.eventId, orderId, reason: 'payment_outcome_unknown' });
    return false;
  }
  const { recorded } = await recordOutcome(deps.db.primary, {
    paymentId: payment.id,
    orderId,
    eventId: job.eventId,
    outcome: { kind: 'declined', reason: declineReason(failure), bySilence: true },
  });
  if (recorded) deps.signals.send('order_event', orderId);
  return recorded;
}

async function isNothingCharged(
  deps: PaymentDeps,
  payment: PaymentRecord,
  failure: Failure,
): Promise<boolean> {
  // Another process may know the provider, and have reserved the money there.
  if (!isProviderKnown(deps, payment.provider)) return (await countAttempts(deps, payment.id)) <= 1;
  // What may still be under way there is not in the books yet, and their silence proves nothing.
  if (!failure.isFinal && !(failure.error instanceof ProviderUnavailable)) return false;
  const provider = findProvider(deps, payment.provider);
  return withDeadline(FIND_MS, (signal) => provider.find(payment.id, signal)).then(
    (charge) => charge === null,
    () => false,
  );
}

function countAttempts(deps: PaymentDeps, paymentId: string): Promise<number> {
  return deps.db.primary.paymentStep.count({ where: { paymentId, step: 'authorize' } });
}

function declineReason({ error }: Failure): string {
  return error instanceof DomainError ? error.message : 'The payment provider could not be reached.';
}
