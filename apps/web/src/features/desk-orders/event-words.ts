import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import type { AttentionChoice } from '@holdfast/shared/order-attention';
import { formatMoney } from '../market/format-money.ts';
import { attentionWords } from './attention-words.ts';
import { countWords, sumOf } from './pieces.ts';

type Event = AdminOrder['events'][number];
type Facts = Pick<AdminOrder, 'payments' | 'refunds' | 'fulfilments'>;

const TITLES: Record<Event['type'], string> = {
  placed: 'Order placed',
  payment_authorized: 'Payment authorized',
  payment_captured: 'Payment captured',
  payment_declined: 'Payment declined',
  payment_retried: 'Payment tried again',
  confirmation_sent: 'Confirmation sent by e-mail',
  stock_released: 'Stock released: the pieces are on sale again',
  cancelled: 'Order cancelled',
  refund_requested: 'Refund begun',
  refund_failed: 'Refund refused by the provider',
  partially_refunded: 'Money given back in part',
  refunded: 'All money given back',
  late_payment_returned: 'Late money of an earlier payment given back',
  lines_cancelled: 'Pieces will not be sent',
  partially_fulfilled: 'Sent in part',
  fulfilled: 'Everything sent',
  delivered: 'Delivered',
  attention_raised: 'Waits for a decision',
  attention_resolved: 'Decided',
};

/** Of the shop itself; an operator's reason is in that person's own words. */
const REASONS: Record<string, string> = { unpaid: 'It was not paid in time.' };

/** What happened, and the facts of it: which payment, how much money, which pieces, why and by whom. */
export function eventWords(event: Event, facts: Facts): { title: string; facts: string[] } {
  return {
    title: titleOf(event),
    facts: [
      ...paymentFacts(event, facts),
      ...refundFacts(event, facts),
      ...parcelFacts(event, facts),
      ...decisionFacts(event),
      ...originFacts(event),
    ],
  };
}

function titleOf({ type, data }: Event): string {
  if (type === 'placed' && data.externalNumber !== undefined) return 'Imported: it was sold elsewhere';
  // The last pieces that were to be sent were refunded before.
  return type === 'fulfilled' && data.pieces !== undefined ? 'Nothing is left to be sent' : TITLES[type];
}

function paymentFacts({ type, data }: Event, { payments }: Facts): string[] {
  const number = payments.findIndex(({ id }) => id === data.paymentId) + 1;
  const payment = payments[number - 1];
  if (!payment) return [];
  const words = [`Try ${number} of ${payments.length}, by ${payment.provider}`];
  if (type === 'payment_declined' && payment.declineReason) words.push(payment.declineReason);
  return words;
}

function refundFacts({ type, data }: Event, { refunds }: Facts): string[] {
  const refund = refunds.find(({ id }) => id === data.refundId);
  if (!refund) return [];
  const words = [formatMoney(refund.amount, 'en')];
  if (type === 'refund_failed' && refund.failure) words.push(refund.failure);
  return words;
}

function parcelFacts({ data }: Event, { fulfilments }: Facts): string[] {
  if (typeof data.pieces === 'number') return [`${countWords(data.pieces)} will not be sent`];
  const parcel = fulfilments.find(({ id }) => id === data.fulfilmentId);
  if (!parcel) return [];
  const { lines, carrier, trackingId } = parcel;
  return [[countWords(sumOf(lines)), carrier, trackingId].filter(Boolean).join(', ')];
}

function originFacts({ data: { source, externalNumber } }: Event): string[] {
  return typeof source === 'string' && typeof externalNumber === 'string'
    ? [`${source} ${externalNumber}`]
    : [];
}

function decisionFacts({ type, data: { reason, choice, actorId } }: Event): string[] {
  const words: string[] = [];
  if (type === 'attention_raised' && typeof reason === 'string') return [attentionWords(reason).title];
  if (typeof choice === 'string') words.push(CHOICES[choice as AttentionChoice] ?? choice);
  if (typeof reason === 'string') words.push(REASONS[reason] ?? `“${reason}”`);
  if (typeof actorId === 'string') words.push('By an operator');
  return words;
}

const CHOICES: Record<AttentionChoice, string> = {
  ask_again: 'To ask the provider again',
  try_again: 'To try again',
  mark_paid: 'That the money has come by other means',
  cancel_order: 'To cancel the order',
  mark_refunded: 'That the money was given back by other means',
};
