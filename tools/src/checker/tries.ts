import type { Payment } from './books.ts';
import { row } from './judgement.ts';
import type { Charge } from './read-ledger.ts';
import type { Row } from './verdict.ts';

/** A try to pay, as the shop and the provider have it. */
export type Try = { payment: Payment; charge: Charge | undefined };

/** What of a charge's money is with the shop, in minor units. */
export function keptOf({ state, amount, refunds }: Charge): number {
  if (state !== 'captured') return 0;
  return refunds.reduce(
    (left, refund) => (refund.status === 'refunded' ? left - refund.amount : left),
    amount,
  );
}

export function chargeRow(charge: Charge): Row {
  const { idempotencyKey, state, amount, currency, refunds } = charge;
  return row('ledger', { idempotencyKey, state, amount, currency, refunds });
}

export function tryRows({ payment, charge }: Try): Row[] {
  return [row('payment', payment), ...(charge ? [chargeRow(charge)] : [])];
}
