import { type PaymentDeps, ProviderUnavailable } from './provider.ts';
import { type OverPayment, returnMoney } from './return-money.ts';

/** How long a provider may need to write a charge into its books after nobody waits for its answer any more. */
const SETTLE_MS = 60_000;

type Over = OverPayment & {
  /** An attempt that ended without an answer is so young that its charge may still come. */
  mayArrive: boolean;
};

/**
 * Looks after the money of a payment that is over without the provider having refused it: an attempt may have
 * reserved it and died, or may still be under way. Nothing to do for any other payment.
 *
 * @throws ProviderUnavailable, UnknownOutcome: to be looked at again.
 */
export async function finishOver(deps: PaymentDeps, paymentId: string, signal: AbortSignal): Promise<void> {
  const [over] = await deps.db.primary.$queryRaw<Over[]>`
    SELECT payment.id AS "paymentId", order_id AS "orderId", provider,
           bool_or(coalesce(outcome, 'failed') = 'failed'
                   AND started_at > clock_timestamp() - ${SETTLE_MS} * interval '1 millisecond') AS "mayArrive"
    FROM payment JOIN payment_step ON payment_step.payment_id = payment.id
    WHERE payment.id = ${paymentId}::uuid AND state IN ('declined', 'cancelled')
      AND step = 'authorize' AND coalesce(outcome, 'failed') <> 'refused'
    GROUP BY payment.id`;
  if (!over) return;
  const charge = await returnMoney(deps, over, signal);
  if (charge === null && over.mayArrive) {
    throw new ProviderUnavailable('An attempt may still be under way at the provider.');
  }
}
