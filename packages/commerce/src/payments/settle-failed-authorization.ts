import { DomainError } from '@holdfast/shared/errors';
import type { QueuedJob } from '@holdfast/shared/jobs';
import { closeEvent } from '../infra/outbox.ts';
import { withDeadline } from '../infra/with-deadline.ts';
import { callForAttention } from '../orders/payment-attention.ts';
import { type Failure, hasFailedForGood } from './failure.ts';
import { findProvider, isProviderKnown, type PaymentDeps, ProviderUnavailable } from './provider.ts';
import { type PaymentRecord, readPayment } from './read-payment.ts';
import { recordDecline } from './record-decline.ts';

const FIND_MS = 5_000;

/**
 * After an attempt at an authorization failed for good, or has gone on failing for 15 minutes: if nothing was
 * charged, the payment is declined; if that cannot be told, the order is marked for a human.
 *
 * @returns true when the payment was declined; else it is to be tried again.
 */
export async function settleFailedAuthorization(
  deps: PaymentDeps,
  job: QueuedJob<'payments.authorize'>,
  failure: Failure,
): Promise<boolean> {
  if (!(await hasFailedForGood(deps.db, job.eventId, failure))) return false;
  const payment = await readPayment(deps.db, job.payload.paymentId);
  const { orderId } = payment;
  if (!(await isNothingCharged(deps, payment, failure))) {
    await callForAttention(deps, { eventId: job.eventId, orderId, reason: 'payment_outcome_unknown' });
    return false;
  }
  await deps.db.primary.$transaction(async (tx) => {
    if (await closeEvent(tx, job.eventId)) await recordDecline(tx, payment, declineReason(failure));
  });
  deps.signals.send('order_event', orderId);
  deps.signals.send('outbox');
  return true;
}

async function isNothingCharged(
  deps: PaymentDeps,
  payment: PaymentRecord,
  failure: Failure,
): Promise<boolean> {
  if (!isProviderKnown(deps, payment.provider)) return true;
  // What may still be under way there is not in the books yet, and their silence proves nothing.
  if (!failure.isFinal && !(failure.error instanceof ProviderUnavailable)) return false;
  const provider = findProvider(deps, payment.provider);
  return withDeadline(FIND_MS, (signal) => provider.find(payment.id, signal)).then(
    (charge) => charge === null,
    () => false,
  );
}

function declineReason({ error }: Failure): string {
  return error instanceof DomainError ? error.message : 'The payment provider could not be reached.';
}
