import { DomainError } from '@holdfast/shared/errors';
import { faultPoint } from '../infra/fault-point.ts';
import { raiseAttention } from '../orders/attention.ts';
import { lockOrder, tellOrder } from '../orders/record-event.ts';
import { type Charge, findProvider, type PaymentDeps } from './provider.ts';
import { type PaymentRecord, readPayment } from './read-payment.ts';
import { outcomeOf, recordOutcome } from './record-outcome.ts';
import { returnMoney } from './return-money.ts';

/** Which charge, by the payment that it is for. */
export type ChargeOf = { paymentId: string; provider: string };

/**
 * Writes what the provider has in its books of a payment: what a webhook leads to, however late, often or out of order
 * it comes. The job that carries the payment learns the same and may be faster; one of the two writes it.
 *
 * @returns what is in the books; null when there is nothing of a payment that is known here.
 * @throws ProviderUnavailable, UnknownOutcome: to be told again.
 */
export async function applyCharge(
  deps: PaymentDeps,
  { paymentId, provider }: ChargeOf,
  signal: AbortSignal,
): Promise<Charge | null> {
  const charge = await findProvider(deps, provider).find(paymentId, signal);
  faultPoint('webhook: after call');
  if (charge === null) return null;
  // Read after the books: what the job has written meanwhile, as it mostly has, needs no second attempt.
  const payment = await findPayment(deps, paymentId);
  if (payment === null || payment.provider !== provider) return null;
  if (payment.state === 'captured') return charge;
  if (payment.state === 'declined' || payment.state === 'cancelled') {
    return returnMoney(deps, { paymentId, provider, orderId: payment.orderId }, signal);
  }
  if (charge.status === payment.state) return charge;
  const outcome = outcomeOf(charge, payment.capturesAtOnce);
  const { recorded } = await recordOutcome(deps.db.primary, { paymentId, orderId: payment.orderId, outcome });
  faultPoint('webhook: after commit');
  if (recorded) {
    tellOrder(deps, payment.orderId);
  } else if (outcome.kind === 'declined') {
    await missMoney(deps, payment.orderId);
  }
  return charge;
}

/** Null for a payment of somebody else's: several shops may share one account at a provider. */
export async function findPayment(deps: PaymentDeps, paymentId: string): Promise<PaymentRecord | null> {
  try {
    return await readPayment(deps.db, paymentId);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'NOT_FOUND') throw error;
    deps.log.warn({ paymentId }, 'a webhook is about a payment that is not known here');
    return null;
  }
}

/** Money that the provider has let go, of an order whose goods have left: nobody but a human can find it. */
async function missMoney(deps: PaymentDeps, orderId: string): Promise<void> {
  const isNew = await deps.db.primary.$transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    return order.fulfilmentStatus !== 'unfulfilled' && raiseAttention(tx, orderId, 'capture_failed');
  });
  if (isNew) deps.signals.send('order_event', orderId);
}
