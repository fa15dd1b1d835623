import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import type { BadgeKind } from '../../desk/table.tsx';

type Event = AdminOrder['events'][number];
type Payment = AdminOrder['payments'][number];

export const PAYMENT_STATUS: Record<AdminOrder['paymentStatus'], string> = {
  pending: 'Payment pending',
  authorized: 'Authorized',
  paid: 'Paid',
  partially_refunded: 'Refunded in part',
  refunded: 'Refunded',
  failed: 'Payment failed',
  cancelled: 'Cancelled',
};

export const FULFILMENT_STATUS: Record<AdminOrder['fulfilmentStatus'], string> = {
  unfulfilled: 'Not sent',
  partially_fulfilled: 'Sent in part',
  fulfilled: 'Sent',
  delivered: 'Delivered',
  cancelled: 'Will not be sent',
};

export const PAYMENT_STATE: Record<Payment['state'], { word: string; kind: BadgeKind }> = {
  pending: { word: 'Pending', kind: 'plain' },
  authorized: { word: 'Authorized', kind: 'plain' },
  captured: { word: 'Captured', kind: 'plain' },
  declined: { word: 'Declined', kind: 'warning' },
  cancelled: { word: 'Cancelled', kind: 'quiet' },
};

type Attention = { title: string; advice: string };

const ATTENTION: Record<string, Attention> = {
  payment_outcome_unknown: {
    title: 'Whether the customer was charged is not known',
    advice:
      'The payment provider gave no clear answer and the shop goes on asking. The stock stays reserved. Look the payment up at the provider before you promise or refund anything.',
  },
  capture_failed: {
    title: 'The authorized payment could not be captured',
    advice:
      'The stock is reserved, but no money has come. Look the payment up at the provider; the shop goes on trying while the authorization holds.',
  },
  captured_after_cancellation: {
    title: 'Money was taken for a cancelled order',
    advice: 'The payment was captured after the order had ended. Refund it at the provider.',
  },
};

/** Why an order waits for a human, and what that person should do. */
export function attentionWords(reason: string): Attention {
  return ATTENTION[reason] ?? { title: reason, advice: 'Look into this order before it goes on.' };
}

const EVENT_TITLES: Record<Event['type'], string> = {
  placed: 'Order placed',
  payment_authorized: 'Payment authorized',
  payment_captured: 'Payment captured',
  payment_declined: 'Payment declined',
  payment_retried: 'Payment tried again',
  confirmation_sent: 'Confirmation sent by e-mail',
  stock_released: 'Stock released: the pieces are on sale again',
  cancelled: 'Order cancelled',
};

const CANCEL_REASONS: Record<string, string> = { unpaid: 'It was not paid in time.' };

/** What happened, and the facts of it: which try to pay it was, why it was refused, why an order ended. */
export function eventWords(event: Event, payments: Payment[]): { title: string; facts: string[] } {
  const { paymentId, reason } = event.data;
  const number = payments.findIndex((payment) => payment.id === paymentId) + 1;
  const payment = payments[number - 1];
  const facts: string[] = [];
  if (payment) facts.push(`Try ${number} of ${payments.length}, by ${payment.provider}`);
  if (event.type === 'payment_declined' && payment?.declineReason) facts.push(payment.declineReason);
  if (typeof reason === 'string') facts.push(CANCEL_REASONS[reason] ?? reason);
  return { title: EVENT_TITLES[event.type], facts };
}
