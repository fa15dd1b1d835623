import { lockOrder, tellOrder } from '../orders/record-event.ts';
import { requestRefund } from '../orders/request-refund.ts';
import { type Charge, findProvider, type PaymentDeps, UnknownOutcome } from './provider.ts';

/** A payment that is over, or that is being given up. */
export type OverPayment = { paymentId: string; orderId: string; provider: string };

/**
 * Gives back whatever the provider has of a payment that is over: reserved money is let go, and money that was taken
 * becomes a refund of its own. Repeating it does nothing more.
 *
 * @returns what is in the books in the end; null when nothing is.
 * @throws ProviderUnavailable, UnknownOutcome: to be tried again.
 */
export async function returnMoney(
  deps: PaymentDeps,
  over: OverPayment,
  signal: AbortSignal,
): Promise<Charge | null> {
  const provider = findProvider(deps, over.provider);
  const found = await provider.find(over.paymentId, signal);
  if (found?.status === 'authorized') await provider.cancel({ reference: found.reference, signal });
  // A capture that was under way may have been faster: the books say which of the two it was.
  const charge = found?.status === 'authorized' ? await provider.find(over.paymentId, signal) : found;
  if (charge?.status === 'authorized') throw new UnknownOutcome('Reserved money was not let go.');
  if (charge?.status === 'captured') await refundTaken(deps, over, charge.reference);
  return charge;
}

/** Marked as given up, so that an order that is paid by another payment is not moved by this one. */
async function refundTaken(deps: PaymentDeps, over: OverPayment, reference: string): Promise<void> {
  const { paymentId, orderId } = over;
  await deps.db.primary.$transaction(async (tx) => {
    await lockOrder(tx, orderId);
    const [taken] = await tx.$queryRaw<{ amount: number }[]>`
      UPDATE payment
      SET state = 'captured', given_up = true, token = NULL, deadline_at = NULL, provider_reference = ${reference},
          updated_at = clock_timestamp()
      WHERE id = ${paymentId}::uuid AND state <> 'captured'
      RETURNING amount::float8 AS amount`;
    if (!taken) return;
    await requestRefund(tx, {
      orderId,
      paymentId,
      amount: taken.amount,
      reason: 'The payment was over before its money was taken.',
      actorId: null,
    });
  });
  tellOrder(deps, orderId);
}
