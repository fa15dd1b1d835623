import type { Queryable } from '@holdfast/db/prisma';
import { DomainError } from '@holdfast/shared/errors';
import { closeEvent } from '../infra/outbox.ts';
import { faultPoint } from '../infra/fault-point.ts';
import type { JobRun } from '../infra/queue.ts';
import { raiseAttention } from '../orders/attention.ts';
import { appendOrderEvent, lockOrder } from '../orders/record-event.ts';
import { completeRefund } from './complete-refund.ts';
import { PAID_OUTSIDE } from './paid-outside.ts';
import { findProvider, type PaymentDeps, type Refund } from './provider.ts';

type RefundJob = JobRun<'payments.refund'>;

type PendingRefund = {
  id: string;
  orderId: string;
  paymentId: string;
  /** Minor units. */
  amount: number;
  state: 'pending' | 'succeeded' | 'failed';
  provider: string;
  reference: string | null;
};

/**
 * Gives money back. Safe to repeat at any point: the refund's id is the idempotency key at the provider, and only the
 * run that writes the receipt writes the rest. What the provider refuses waits for a human.
 *
 * @throws ProviderUnavailable, UnknownOutcome: to be tried again.
 */
export async function carryRefund(deps: PaymentDeps, job: RefundJob): Promise<void> {
  const refund = await readRefund(deps.db.primary, job.payload.refundId);
  if (refund.state !== 'pending') {
    await closeEvent(deps.db.primary, job.eventId);
    return;
  }
  const answer = await askForRefund(deps, refund, job.signal);
  faultPoint('refund: after call');
  const recorded = await deps.db.primary.$transaction(async (tx) => {
    const order = await lockOrder(tx, refund.orderId);
    if (!(await closeEvent(tx, job.eventId))) return false;
    if (answer.status === 'refunded') await completeRefund(tx, order, refund);
    else await failRefund(tx, refund, answer.reason);
    return true;
  });
  faultPoint('refund: after commit');
  if (recorded) deps.signals.send('order_event', refund.orderId);
}

async function askForRefund(
  deps: PaymentDeps,
  { id: idempotencyKey, reference, amount, provider }: PendingRefund,
  signal: AbortSignal,
): Promise<Refund> {
  // Mostly such a refund is done as it is asked for; a process of before did not know that.
  if (provider === PAID_OUTSIDE) return { status: 'refunded' };
  if (reference === null) throw new Error('a captured payment has no reference');
  faultPoint('refund: before call');
  return findProvider(deps, provider).refund({ idempotencyKey, reference, amount, signal }).catch(asRefusal);
}

/** A request that the provider does not accept as it is will not be accepted later either. */
function asRefusal(error: unknown): Refund {
  if (error instanceof DomainError && error.code === 'CONFLICT') {
    return { status: 'refused', reason: error.message };
  }
  throw error;
}

async function readRefund(client: Queryable, refundId: string): Promise<PendingRefund> {
  const [refund] = await client.$queryRaw<PendingRefund[]>`
    SELECT refund.id, refund.order_id AS "orderId", payment_id AS "paymentId", refund.amount::float8 AS amount,
           refund.state, provider, provider_reference AS reference
    FROM refund JOIN payment ON payment.id = refund.payment_id
    WHERE refund.id = ${refundId}::uuid`;
  if (!refund) throw new DomainError('NOT_FOUND', 'There is no such refund.');
  return refund;
}

/** What was set aside for it may be given back in another way. */
async function failRefund(tx: Queryable, refund: PendingRefund, reason: string): Promise<void> {
  const failed = await tx.$executeRaw`
    UPDATE refund SET state = 'failed', failure = ${reason}, updated_at = clock_timestamp()
    WHERE id = ${refund.id}::uuid AND state = 'pending'`;
  if (failed === 0) return;
  await tx.$executeRaw`
    UPDATE payment SET refunded_amount = refunded_amount - ${refund.amount} WHERE id = ${refund.paymentId}::uuid`;
  await appendOrderEvent(tx, refund.orderId, {
    type: 'refund_failed',
    data: { refundId: refund.id, amount: refund.amount },
  });
  await raiseAttention(tx, refund.orderId, 'refund_failed');
}
