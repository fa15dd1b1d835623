import { faultPoint } from '../infra/fault-point.ts';
import { lockOrder } from '../orders/record-event.ts';
import type { BegunStep } from './begin-step.ts';
import type { PaymentDeps } from './provider.ts';
import { returnMoney } from './return-money.ts';

/**
 * The way back of the payment's saga: its order was closed, so its money goes back and it is over. What may still be
 * under way at the provider is looked after by `finishOver`.
 */
export async function letGo(deps: PaymentDeps, step: BegunStep, signal: AbortSignal): Promise<void> {
  faultPoint('cancel: before call');
  await returnMoney(deps, step, signal);
  faultPoint('cancel: after call');
  await deps.db.primary.$transaction(async (tx) => {
    await lockOrder(tx, step.orderId);
    await tx.$executeRaw`
      UPDATE payment
      SET state = 'cancelled', token = NULL, deadline_at = NULL, updated_at = clock_timestamp()
      WHERE id = ${step.paymentId}::uuid AND state IN ('pending', 'authorized')`;
    await tx.$executeRaw`
      UPDATE payment_step SET outcome = 'done', ended_at = clock_timestamp() WHERE id = ${step.stepId}::uuid`;
  });
  faultPoint('cancel: after commit');
}
