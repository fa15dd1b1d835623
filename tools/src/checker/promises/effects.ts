import type { Order, OrderEvent, OutboxEvent } from '../books.ts';
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
import { ordersOfRun, type World } from '../world.ts';
import { judgeKeys } from './keys.ts';

/** What happens to an order once. */
const ONCE = new Set([
  'placed',
  'confirmation_sent',
  'stock_released',
  'cancelled',
  'fulfilled',
  'delivered',
]);

/** What happens to an order once for each payment, refund or parcel. */
const ONCE_EACH = new Set([
  'payment_authorized',
  'payment_captured',
  'payment_declined',
  'payment_retried',
  'refund_requested',
  'refund_failed',
  'partially_refunded',
  'refunded',
  'late_payment_returned',
  'partially_fulfilled',
]);

/**
 * Later work that is owed has its receipt, and its effects are in the orders' histories once. A job may run twice: that is
 * promised to nobody. A mail may be sent twice when a process dies between the mail and its receipt: it is the same mail
 * then, by its event's id, so two mails with two ids are one too many.
 */
export function judgeEffects(world: World): Judgement {
  const { books, mails } = world;
  const owed = books.openEvents.filter(({ availableAt, isDead }) => !isDead && availableAt <= books.readAt);
  return together([
    { examined: books.events - books.openEvents.length, findings: [] },
    ...owed.map(judgeOwed),
    ...books.orders.map(judgeHistory),
    ...judgeKeys(world),
    ...(mails === null ? [] : judgeMails(world, mails)),
  ]);
}

function judgeOwed({ id, job, orderId, availableAt, attempts, lastError }: OutboxEvent): Judgement {
  const since = new Date(availableAt).toISOString();
  return broken(
    `${job} (event ${id}) is owed since ${since}, was tried ${attempts} times and has no receipt.`,
    [row('outbox_event', { id, job, orderId, availableAt: since, attempts, lastError })],
  );
}

function judgeHistory(order: Order): Judgement {
  const byName = Map.groupBy(order.events, ({ type, about }) =>
    ONCE_EACH.has(type) ? `${type} of ${about}` : type,
  );
  return firstBroken([
    byName.has('placed') ? KEPT : broken(`Order ${order.number} was never placed.`, [orderRow(order)]),
    ...[...byName].map(([name, events]) => judgeTimes(order, name, events)),
  ]);
}

function judgeTimes({ id, number }: Order, name: string, events: OrderEvent[]): Judgement {
  const isOnce = events.every(({ type }) => ONCE.has(type) || ONCE_EACH.has(type));
  if (events.length === 1 || !isOnce) return KEPT;
  const rows = events.map(({ type, at, about }) =>
    row('order_event', { orderId: id, type, about, at: new Date(at).toISOString() }),
  );
  return broken(`${events.length} times it happened to order ${number}: ${name}.`, rows);
}

function judgeMails(world: World, mails: string[]): Judgement[] {
  const byNumber = Map.groupBy(mails, (name) => name.slice(0, -LENGTH_OF_EVENT));
  return ordersOfRun(world).map((order) => judgeMail(order, byNumber.get(order.number) ?? []));
}

/** Of a mail's name what follows the order's number: -UUID.eml */
const LENGTH_OF_EVENT = '-00000000-0000-0000-0000-000000000000.eml'.length;

function judgeMail(order: Order, mails: string[]): Judgement {
  const has = (types: string[]) => order.events.some(({ type }) => types.includes(type));
  const evidence = [orderRow(order), ...mails.map((name) => row('mail', { name }))];
  if (mails.length > 1) {
    return broken(`${mails.length} mails confirm order ${order.number}.`, evidence);
  }
  if (mails.length === 1 && !has(['payment_authorized', 'payment_captured'])) {
    return broken(`A mail confirms order ${order.number}, which was never paid.`, evidence);
  }
  if (mails.length === 0 && has(['confirmation_sent'])) {
    return broken(`Order ${order.number} is said to be confirmed, and there is no mail.`, evidence);
  }
  return mails.length === 1 ? KEPT : NOT_EXAMINED;
}
