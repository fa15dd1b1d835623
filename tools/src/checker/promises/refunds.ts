import type { Order, Refund } from '../books.ts';
import { broken, firstBroken, type Judgement, KEPT, orderRow, row } from '../judgement.ts';
import type { Charge } from '../read-ledger.ts';
import { chargeRow, type Try } from '../tries.ts';

type Given = Charge['refunds'][number];

/** What the provider has given back of a charge is what the shop says, refund by refund. */
export function judgeRefunds(order: Order, { payment, charge }: Try): Judgement {
  if (!charge) return KEPT;
  const known = new Map(
    order.refunds.filter(({ paymentId }) => paymentId === payment.id).map((one) => [one.id, one]),
  );
  const given = new Map(
    charge.refunds.filter(({ status }) => status === 'refunded').map((one) => [one.idempotencyKey, one]),
  );
  const ids = [...new Set([...known.keys(), ...given.keys()])];
  return firstBroken(ids.map((id) => judgeRefund({ order, charge, id }, known.get(id), given.get(id))));
}

function judgeRefund(
  of: { order: Order; charge: Charge; id: string },
  known: Refund | undefined,
  given: Given | undefined,
): Judgement {
  const said = known?.state === 'succeeded' ? known.amount : 0;
  const done = given?.amount ?? 0;
  if (said === done) return KEPT;
  return broken(
    `Refund ${of.id} of order ${of.order.number} gave back ${said} by the shop's books, and ${done} by the provider's.`,
    [orderRow(of.order), ...(known ? [row('refund', known)] : []), chargeRow(of.charge)],
  );
}
