import { faultPoint } from '../infra/fault-point.ts';
import type { JobRun } from '../infra/queue.ts';
import { requestRefund } from '../orders/request-refund.ts';
import { lockOrder } from '../orders/record-event.ts';
import type { BegunStep } from './begin-step.ts';
import { type Charge, findProvider, type PaymentDeps } from './provider.ts';

type PaymentJob = JobRun<'payments.authorize' | 'payments.capture' | 'payments.cancel'>;

/**
 * The way back of the payment's saga: its order was closed, so reserved money is let go, and money that was taken
 * before anybody knew is given back by a refund of its own.
 */
export async function letGo(deps: PaymentDeps, step: BegunStep, job: PaymentJob): Promise<void> {
  const provider = findProvider(deps, step.provider);
  faultPoint('cancel: before call');
  const charge = await provider.find(step.paymentId, job.signal);
  if (charge?.status === 'authorized') {
    await provider.cancel({ reference: charge.reference, signal: job.signal });
  }
  faultPoint('cancel: after call');
  await giveUp(deps, step, charge);
  faultPoint('cancel: after commit');
  deps.signals.send('outbox');
}

async function giveUp(deps: PaymentDeps, step: BegunStep, charge: Charge | null): Promise<void> {
  const { paymentId, orderId } = step;
  await deps.db.primary.$transaction(async (tx) => {
    await lockOrder(tx, orderId);
    const isTaken = charge?.status === 'captured';
    const changed = await tx.$executeRaw`
      UPDATE payment
      SET state = ${isTaken ? 'captured' : 'cancelled'}::payment_state, token = NULL, deadline_at = NULL,
          provider_reference = coalesce(${charge && 'reference' in charge ? charge.reference : null}, provider_reference),
          updated_at = clock_timestamp()
      WHERE id = ${paymentId}::uuid AND state IN ('pending', 'authorized')`;
    await tx.$executeRaw`
      UPDATE payment_step SET outcome = 'done', ended_at = clock_timestamp() WHERE id = ${step.stepId}::uuid`;
    if (changed === 0 || !isTaken) return;
    await requestRefund(tx, {
      orderId,
      paymentId,
      amount: step.amount,
      reason: 'The order was closed before the money was taken.',
      actorId: null,
    });
  });
}
