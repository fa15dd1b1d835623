import type { OrderEventType } from './order-events.ts';

type Transitions = Record<string, Partial<Record<OrderEventType, string>>>;

/**
 * The order's statuses as data: from a status, by an event, to a status. `paymentStatus` and `fulfilmentStatus` are
 * projections of the order's events; the public `status` is derived from both and never stored on its own authority.
 * `npm run draw:states` draws them into docs/order-states.md.
 */
export const PAYMENT_TRANSITIONS = {
  pending: {
    payment_authorized: 'authorized',
    // A provider's webhook may tell of the capture before anybody has told of the authorization.
    payment_captured: 'paid',
    payment_declined: 'failed',
    cancelled: 'cancelled',
  },
  authorized: { payment_captured: 'paid', payment_declined: 'failed', cancelled: 'cancelled' },
  paid: { partially_refunded: 'partially_refunded', refunded: 'refunded' },
  partially_refunded: { partially_refunded: 'partially_refunded', refunded: 'refunded' },
  refunded: {},
  failed: { payment_retried: 'pending', cancelled: 'cancelled' },
  cancelled: {},
} as const satisfies Transitions;

export type PaymentStatus = keyof typeof PAYMENT_TRANSITIONS;

export const FULFILMENT_TRANSITIONS = {
  unfulfilled: {
    partially_fulfilled: 'partially_fulfilled',
    fulfilled: 'fulfilled',
    cancelled: 'cancelled',
  },
  partially_fulfilled: { partially_fulfilled: 'partially_fulfilled', fulfilled: 'fulfilled' },
  fulfilled: { delivered: 'delivered' },
  delivered: {},
  cancelled: {},
} as const satisfies Transitions;

export type FulfilmentStatus = keyof typeof FULFILMENT_TRANSITIONS;

export const ORDER_STATUSES = [
  'placed',
  'authorized',
  'paid',
  'fulfilled',
  'delivered',
  'cancelled',
  'refunded',
  'payment_failed',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const PAYMENT_STATUSES = Object.keys(PAYMENT_TRANSITIONS) as [PaymentStatus, ...PaymentStatus[]];
export const FULFILMENT_STATUSES = Object.keys(FULFILMENT_TRANSITIONS) as [
  FulfilmentStatus,
  ...FulfilmentStatus[],
];

export type OrderStatuses = { paymentStatus: PaymentStatus; fulfilmentStatus: FulfilmentStatus };

/** Payment statuses in which the event may happen. */
export function paymentStatusesBefore(event: OrderEventType): PaymentStatus[] {
  return PAYMENT_STATUSES.filter((status) => event in PAYMENT_TRANSITIONS[status]);
}

/** Where the event leads; a status that knows nothing of it stays as it is. */
export function afterEvent(before: OrderStatuses, event: OrderEventType): OrderStatuses {
  const payment: Partial<Record<OrderEventType, PaymentStatus>> = PAYMENT_TRANSITIONS[before.paymentStatus];
  const fulfilment: Partial<Record<OrderEventType, FulfilmentStatus>> =
    FULFILMENT_TRANSITIONS[before.fulfilmentStatus];
  return {
    paymentStatus: payment[event] ?? before.paymentStatus,
    fulfilmentStatus: fulfilment[event] ?? before.fulfilmentStatus,
  };
}

/** The statuses as the order's events, oldest first, say them: what is stored can be rebuilt by this. */
export function projectStatuses(events: OrderEventType[]): OrderStatuses {
  const placed: OrderStatuses = { paymentStatus: 'pending', fulfilmentStatus: 'unfulfilled' };
  return events.reduce(afterEvent, placed);
}

/** The one word a shopper sees. Money given back and a cancellation say more than where the parcel is. */
export function deriveOrderStatus(payment: PaymentStatus, fulfilment: FulfilmentStatus): OrderStatus {
  if (payment === 'refunded') return 'refunded';
  if (payment === 'cancelled' || fulfilment === 'cancelled') return 'cancelled';
  if (fulfilment === 'delivered') return 'delivered';
  if (fulfilment === 'fulfilled') return 'fulfilled';
  if (payment === 'failed') return 'payment_failed';
  if (payment === 'paid' || payment === 'partially_refunded') return 'paid';
  return payment === 'authorized' ? 'authorized' : 'placed';
}
