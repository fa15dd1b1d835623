import type { QueuedJob } from '@holdfast/shared/jobs';
import { callForAttention } from '../orders/payment-attention.ts';
import { type Failure, hasFailedForGood } from './failure.ts';
import type { PaymentDeps } from './provider.ts';

/**
 * Marks an order for a human when its reserved money cannot be taken. The money stays reserved and the capture is
 * tried on: the goods are the shopper's as soon as it works.
 *
 * @returns false: it is to be tried again.
 */
export async function noteFailedCapture(
  deps: PaymentDeps,
  job: QueuedJob<'payments.capture'>,
  failure: Failure,
): Promise<false> {
  const { eventId, payload } = job;
  if (await hasFailedForGood(deps.db, eventId, failure)) {
    await callForAttention(deps, { eventId, orderId: payload.orderId, reason: 'capture_failed' });
  }
  return false;
}
