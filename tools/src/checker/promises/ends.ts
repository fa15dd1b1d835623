import type { Order } from '../books.ts';
import {
  broken,
  firstBroken,
  type Judgement,
  KEPT,
  NOT_EXAMINED,
  orderRow,
  row,
  together,
} from '../judgement.ts';
import { placesOf } from '../places.ts';
import { ordersOfRun, type World } from '../world.ts';

/** The reaper looks every few seconds. */
const HOLD_GRACE_MS = 60_000;

/** Each order of the run has come to an end, or stands where a human must decide; no money is on its way any more. */
export function judgeEnds(world: World): Judgement {
  const carts = new Set(placesOf(world.history).map(({ cartId }) => cartId));
  return together(
    ordersOfRun(world).map((order) => {
      const isOfCrowd = order.cartId !== null && carts.has(order.cartId);
      const told = isOfCrowd ? judgeConfirmed(order) : KEPT;
      if (order.attentionReason !== null) return firstBroken([told], NOT_EXAMINED);
      return firstBroken([judgeEnd(order, world.books.readAt), told]);
    }),
  );
}

function judgeEnd(order: Order, readAt: number): Judgement {
  const why = whyOpen(order, readAt);
  return why === null ? KEPT : broken(`Order ${order.number} has no end: ${why}.`, [orderRow(order)]);
}

function whyOpen(order: Order, readAt: number): string | null {
  const { paymentStatus, fulfilmentStatus, holdExpiresAt, payments, refunds } = order;
  if (paymentStatus === 'pending') return 'its payment is pending';
  const pending = payments.find(({ state }) => state === 'pending');
  if (pending) return `it is ${paymentStatus}, and payment ${pending.id} is pending`;
  const reserved = payments.find(({ state, capture }) => state === 'authorized' && capture === 'immediate');
  if (reserved) return `the money of payment ${reserved.id} is reserved, and neither taken nor let go`;
  const refund = refunds.find(({ state }) => state === 'pending');
  if (refund) return `refund ${refund.id} of ${refund.amount} is pending`;
  const isHeld = paymentStatus === 'failed' && fulfilmentStatus !== 'cancelled' && holdExpiresAt !== null;
  const late = isHeld ? readAt - holdExpiresAt : 0;
  if (late > HOLD_GRACE_MS)
    return `it was not paid, and keeps its stock ${Math.round(late / 1_000)} s too long`;
  return null;
}

const PAID = new Set(['authorized', 'paid', 'partially_refunded']);

/** Who has paid is told so, unless it was all taken back before. */
function judgeConfirmed(order: Order): Judgement {
  const { number, paymentStatus, fulfilmentStatus, hasContact, events } = order;
  const isOwed = PAID.has(paymentStatus) && fulfilmentStatus !== 'cancelled' && hasContact;
  if (!isOwed || events.some(({ type }) => type === 'confirmation_sent')) return KEPT;
  return broken(`Order ${number} is ${paymentStatus}, and its shopper was never told.`, [
    orderRow(order),
    row('order_event', { orderId: order.id, types: events.map(({ type }) => type) }),
  ]);
}
