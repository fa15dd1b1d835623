import type { Order } from '../books.ts';
import { broken, firstBroken, type Judgement, KEPT, NOT_EXAMINED, orderRow, together } from '../judgement.ts';
import type { Charge } from '../read-ledger.ts';
import { chargeRow, keptOf, type Try, tryRows } from '../tries.ts';
import type { World } from '../world.ts';
import { judgeRefunds } from './refunds.ts';

/** What the ledger's charge may be while the shop's payment is in a state. */
const AGREES: Record<string, (Charge['state'] | 'none')[]> = {
  pending: ['none', 'asked'],
  authorized: ['authorized'],
  captured: ['captured'],
  declined: ['none', 'asked', 'declined', 'cancelled'],
  cancelled: ['none', 'asked', 'declined', 'cancelled'],
};

const PAID = new Set(['paid', 'partially_refunded', 'refunded']);

/** Money is with the shop if and only if there is a paid order for it, once, and all else has gone back. */
export function judgeCharges({ history, books, ledger }: World): Judgement {
  const charges = new Map(ledger.map((charge) => [charge.idempotencyKey, charge]));
  const payments = new Set(books.orders.flatMap((order) => order.payments.map(({ id }) => id)));
  // Their money is still being moved: that they are late is for other promises to say.
  const moving = new Set(
    books.openEvents.filter(({ job }) => job.startsWith('payments.')).map(({ orderId }) => orderId),
  );
  const strangers = ledger.filter(({ idempotencyKey, createdAt }) => {
    return !payments.has(idempotencyKey) && Date.parse(createdAt) >= history.startedAt;
  });
  return together([
    ...books.orders.map((order) => {
      const tries = order.payments.map((payment) => ({ payment, charge: charges.get(payment.id) }));
      return tries.length === 0 ? NOT_EXAMINED : judgeOrder({ order, tries, isMoving: moving.has(order.id) });
    }),
    ...strangers.map(judgeStranger),
  ]);
}

function judgeStranger(charge: Charge): Judgement {
  if (charge.state !== 'authorized' && charge.state !== 'captured') return KEPT;
  const { amount, currency, state, idempotencyKey } = charge;
  return broken(`${amount} ${currency} are ${state} for payment ${idempotencyKey}, which no order has.`, [
    chargeRow(charge),
  ]);
}

function judgeOrder({
  order,
  tries,
  isMoving,
}: {
  order: Order;
  tries: Try[];
  isMoving: boolean;
}): Judgement {
  const sums = tries.map((one) => judgeSum(order, one));
  const isHumans =
    order.attentionReason !== null || order.events.some(({ type }) => type === 'attention_resolved');
  if (isMoving || isHumans) return firstBroken(sums, NOT_EXAMINED);
  return firstBroken([
    ...sums,
    judgeTwice(order, tries),
    judgePaid(order, tries),
    ...tries.map((one) => judgeState(order, one)),
    ...tries.map((one) => judgeKeptMoney(order, one)),
    ...tries.map((one) => judgeRefunds(order, one)),
  ]);
}

/** The provider was asked for what the order costs, and for orders of its own alone. */
function judgeSum(order: Order, { payment, charge }: Try): Judgement {
  if (!charge) return KEPT;
  const evidence = [orderRow(order), chargeRow(charge)];
  if (payment.provider !== 'test') {
    return broken(
      `Order ${order.number} is paid by ${payment.provider}, and the provider has a charge of it.`,
      evidence,
    );
  }
  if (charge.amount === order.total && charge.currency === order.currency) return KEPT;
  return broken(
    `Order ${order.number} costs ${order.total} ${order.currency}, and its charge is of ${charge.amount} ${charge.currency}.`,
    evidence,
  );
}

function judgeTwice(order: Order, tries: Try[]): Judgement {
  const kept = tries.flatMap(({ charge }) => (charge && keptOf(charge) > 0 ? [charge] : []));
  if (kept.length <= 1) return KEPT;
  return broken(`Order ${order.number} was charged ${kept.length} times.`, [
    orderRow(order),
    ...kept.map(chargeRow),
  ]);
}

function judgePaid(order: Order, tries: Try[]): Judgement {
  const isPaid = PAID.has(order.paymentStatus);
  const own = tries.filter(({ payment }) => payment.provider === 'test');
  const taken = own.filter(({ payment }) => payment.state === 'captured' && !payment.givenUp);
  if (own.length === 0 || taken.length === (isPaid ? 1 : 0)) return KEPT;
  return broken(
    `Order ${order.number} is ${order.paymentStatus}, and ${taken.length} of its payments were taken.`,
    [orderRow(order), ...tries.flatMap(tryRows)],
  );
}

function judgeState(order: Order, { payment, charge }: Try): Judgement {
  const state = charge?.state ?? 'none';
  if (payment.provider !== 'test' || AGREES[payment.state]?.includes(state)) return KEPT;
  return broken(
    `A payment of order ${order.number} is ${payment.state}, and the provider has ` +
      `${charge ? `its charge as ${state}` : 'no charge of it'}.`,
    [orderRow(order), ...tryRows({ payment, charge })],
  );
}

/** What was taken for an order that is over goes back whole. */
function judgeKeptMoney(order: Order, { payment, charge }: Try): Judgement {
  const kept = charge ? keptOf(charge) : 0;
  // Of an order whose lines were all paid back one by one, the shipping may stay paid.
  const isCancelled =
    order.fulfilmentStatus === 'cancelled' && order.lines.every(({ cancelled }) => cancelled === 0);
  if (!charge || kept === 0 || !(isCancelled || payment.givenUp)) return KEPT;
  return broken(
    `Order ${order.number} ${isCancelled ? 'was cancelled' : 'had given this payment up'}, ` +
      `and ${kept} ${charge.currency} of its money were kept.`,
    [orderRow(order), chargeRow(charge)],
  );
}
