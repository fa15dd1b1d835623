import type { Books, Level, Order, OrderEvent, OrderLine, Payment } from './books.ts';
import { judge } from './check.ts';
import type { Answer, Call, HistoryEntry, Offer, Start } from './history.ts';
import { History } from './history-index.ts';
import type { Charge } from './read-ledger.ts';
import type { Finding, PromiseName, Verdict } from './verdict.ts';

const START = 1_800_000_000_000;
const ITEM = { stockItemId: 'item-1', locationId: 'shelf-1' };
export const VARIANT = 'variant-1';
export const PRICE = 1_000;
const SHIPPING = 500;

/** One checkout, with all that it left behind. */
export type Sale = {
  cartId: string;
  added: Call;
  placed: Call;
  /** The shopper's look at the order when all was over. */
  looked: Call;
  order: Order;
  payment: Payment;
  charge: Charge;
};

/**
 * A history, books and a ledger that are right as they are made, for a test to break in one place. Ten pieces of one
 * variant are offered. Times pass by tens of milliseconds, one call after the other, unless a call says something else.
 */
export class TestWorld {
  readonly offer: Offer = { type: 'offer', variantId: VARIANT, pieces: 10, price: PRICE, currency: 'USD' };
  readonly start: Start = { type: 'start', rehearsal: 'rush', seed: 1, at: START };
  readonly entries: HistoryEntry[] = [this.start, this.offer];
  readonly level: Level = {
    ...ITEM,
    onHand: 10,
    allocated: 0,
    backOrderLimit: 0,
    movedOnHand: 10,
    movedAllocated: 0,
    held: 0,
    cameBack: 0,
  };
  readonly books: Books = {
    readAt: START + 3_600_000,
    orders: [],
    levels: [this.level],
    components: [{ variantId: VARIANT, stockItemId: ITEM.stockItemId, quantity: 1 }],
    openEvents: [],
    events: 0,
  };
  readonly ledger: Charge[] = [];
  readonly mails: string[] = [];
  #now = START;
  #calls = 0;

  /** Writes a call down. What is not said: client and session `shopper`, 10 ms long, after all before it. */
  call(procedure: string, said: Partial<Call> & { input: unknown; answer: Answer }): Call {
    this.#calls += 1;
    const { client = 'shopper', from = this.#now + 1, to = from + 10 } = said;
    const call: Call = {
      type: 'call',
      id: this.#calls,
      client,
      session: client,
      procedure,
      ...said,
      from,
      to,
    };
    this.#now = Math.max(this.#now, to);
    this.entries.push(call);
    return call;
  }

  /** A checkout that went through: the order is paid, and its shopper was told. */
  sale({ client = 'shopper', quantity = 1 }: { client?: string; quantity?: number } = {}): Sale {
    const name = `${this.books.orders.length + 1}`;
    const cartId = `cart-${name}`;
    const added = this.call('cart.add', {
      client,
      input: { variantId: VARIANT, quantity },
      answer: ok(cartOf(cartId, quantity)),
    });
    const order = orderOf(name, { cartId, quantity, bornAt: this.#now });
    const placed = this.call('orders.place', {
      client,
      input: placeInput(cartId),
      answer: ok(placeAnswer(order)),
    });
    const looked = this.call('orders.get', {
      client,
      input: { number: order.number, accessToken: tokenOf(order) },
      answer: ok({ number: order.number, events: order.events.map((_, index) => ({ seq: index + 1 })) }),
    });
    const payment: Payment = {
      id: `payment-${name}`,
      provider: 'test',
      amount: order.total,
      currency: 'USD',
      state: 'captured',
      capture: 'immediate',
      givenUp: false,
      deadlineAt: null,
    };
    const charge: Charge = {
      idempotencyKey: payment.id,
      amount: order.total,
      currency: 'USD',
      state: 'captured',
      refunds: [],
      createdAt: new Date(this.#now).toISOString(),
    };
    order.payments.push(payment);
    this.#hold(quantity);
    this.books.events += 2;
    this.books.orders.push(order);
    this.ledger.push(charge);
    this.mails.push(`${order.number}-${name.padStart(36, '0')}.eml`);
    return { cartId, added, placed, looked, order, payment, charge };
  }

  /** A checkout whose card was declined: the order keeps its stock until it is paid in another way. */
  declinedSale(): Sale {
    const sale = this.sale();
    sale.order.paymentStatus = 'failed';
    sale.order.holdExpiresAt = this.books.readAt + 60_000;
    sale.order.events.splice(1, 3, event('payment_declined', sale.payment.id));
    sale.payment.state = 'declined';
    sale.charge.state = 'declined';
    this.mails.pop();
    this.#showAll(sale);
    return sale;
  }

  /** A checkout that was cancelled after it had been paid: stock and money went back. */
  cancelledSale(): Sale {
    const sale = this.sale();
    const { order, payment, charge } = sale;
    const refund = { id: `refund-${order.number}`, amount: order.total };
    order.paymentStatus = 'refunded';
    order.fulfilmentStatus = 'cancelled';
    order.events.push(
      event('stock_released'),
      event('cancelled'),
      event('refund_requested', refund.id),
      event('refunded', refund.id),
    );
    order.refunds.push({ ...refund, paymentId: payment.id, state: 'succeeded' });
    charge.refunds.push({ idempotencyKey: refund.id, amount: refund.amount, status: 'refunded' });
    order.holds.length = 0;
    for (const moved of order.moved) moved.quantity = 0;
    this.#hold(-1);
    this.#showAll(sale);
    return sale;
  }

  /** What the checker finds, of one promise or of all of them. */
  findings(promise?: PromiseName): Finding[] {
    const { findings } = this.verdict();
    return findings.filter((finding) => promise === undefined || finding.promise === promise);
  }

  verdict(): Verdict {
    const history = new History();
    for (const entry of this.entries) history.add(entry);
    const { books, ledger, mails } = this;
    return judge({ history, books, ledger, mails });
  }

  #hold(pieces: number): void {
    this.level.allocated += pieces;
    this.level.movedAllocated += pieces;
    this.level.held += pieces;
  }

  #showAll({ order, looked }: Sale): void {
    looked.answer = ok({
      number: order.number,
      events: order.events.map((_, index) => ({ seq: index + 1 })),
    });
  }
}

export function ok(data: unknown): Answer {
  return { kind: 'ok', data };
}

export function refused(code: string, details?: object): Answer {
  const status = { NOT_FOUND: 404, RATE_LIMITED: 429, OVERLOADED: 503 }[code] ?? 409;
  return { kind: 'refused', status, code, data: { code, requestId: `request-${Math.random()}`, details } };
}

export const UNKNOWN: Answer = { kind: 'unknown', why: 'the connection broke' };

export function event(type: string, about: string | null = null): OrderEvent {
  return { type, at: START + 50, about };
}

export function cartOf(cartId: string, quantity: number, variantId = VARIANT) {
  const lines = quantity > 0 ? [{ id: `line-of-${variantId}`, variantId, quantity }] : [];
  return { id: cartId, lines };
}

export function placeInput(cartId: string, key = `key-of-${cartId}`) {
  return { idempotencyKey: key, cartId };
}

export function placeAnswer(order: Order) {
  const total = { amount: order.total, currency: order.currency };
  const placed = { number: order.number, accessToken: tokenOf(order), status: 'placed', total };
  return { status: 'placed', order: placed, payment: { state: 'pending' } };
}

/** The one line that each order here has. */
export function lineOf({ lines: [line] }: Order): OrderLine {
  if (!line) throw new Error('the order has no line');
  return line;
}

/** Takes one of them out. */
export function drop<T>(all: T[], one: T): void {
  all.splice(all.indexOf(one), 1);
}

function tokenOf({ number }: Order): string {
  return `token-of-${number}`;
}

function orderOf(name: string, of: { cartId: string; quantity: number; bornAt: number }): Order {
  const { cartId, quantity, bornAt } = of;
  const gross = quantity * PRICE;
  return {
    id: `order-${name}`,
    number: `N${name}`,
    cartId,
    origin: null,
    currency: 'USD',
    paymentStatus: 'paid',
    fulfilmentStatus: 'unfulfilled',
    attentionReason: null,
    discount: 0,
    shipping: SHIPPING,
    shippingTax: 0,
    total: gross + SHIPPING,
    taxIncluded: true,
    bornAt,
    holdExpiresAt: null,
    hasContact: true,
    lines: [
      {
        variantId: VARIANT,
        quantity,
        unitAmount: PRICE,
        gross,
        fulfilled: 0,
        cancelled: 0,
        returned: 0,
        components: [{ stockItemId: ITEM.stockItemId, quantity: 1 }],
      },
    ],
    events: [
      event('placed'),
      event('payment_authorized', `payment-${name}`),
      event('payment_captured', `payment-${name}`),
      event('confirmation_sent'),
    ],
    payments: [],
    refunds: [],
    holds: [{ ...ITEM, quantity }],
    moved: [{ ...ITEM, quantity }],
  };
}
