/**
 * The order's three statuses as data. `paymentStatus` and `fulfilmentStatus` are projections of the order's
 * events; the public `status` is derived from both and never stored on its own authority.
 */
export const PAYMENT_TRANSITIONS = {
  pending: ['authorized', 'failed', 'cancelled'],
  authorized: ['paid', 'failed', 'cancelled'],
  paid: ['partially_refunded', 'refunded'],
  partially_refunded: ['partially_refunded', 'refunded'],
  refunded: [],
  failed: ['pending', 'authorized', 'cancelled'],
  cancelled: [],
} as const satisfies Record<string, readonly string[]>;

export type PaymentStatus = keyof typeof PAYMENT_TRANSITIONS;

export const FULFILMENT_TRANSITIONS = {
  unfulfilled: ['partially_fulfilled', 'fulfilled', 'cancelled'],
  partially_fulfilled: ['partially_fulfilled', 'fulfilled'],
  fulfilled: ['delivered'],
  delivered: [],
  cancelled: [],
} as const satisfies Record<string, readonly string[]>;

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

export function canPaymentGo(from: PaymentStatus, to: PaymentStatus): boolean {
  return (PAYMENT_TRANSITIONS[from] as readonly string[]).includes(to);
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
