import type { AdminOrder, Order, OrderEvent } from '@holdfast/shared/contracts/orders';
import { choicesFor } from '@holdfast/shared/order-attention';
import { orderEventTypeSchema } from '@holdfast/shared/order-events';
import { deriveOrderStatus } from '@holdfast/shared/order-status';
import { describeImage } from '../catalog/catalog-sql.ts';
import { toTotals } from '../pricing/price-lines.ts';
import type { LineRow, OrderRow, PaymentRow } from './load-order.ts';
import { MOST_TRIES } from './hold-times.ts';

/** An order as its shopper sees it. */
export function describeOrder(row: OrderRow): Order {
  return {
    number: row.number,
    status: deriveOrderStatus(row.paymentStatus, row.fulfilmentStatus),
    paymentStatus: row.paymentStatus,
    fulfilmentStatus: row.fulfilmentStatus,
    attention: row.attentionReason === null ? null : { reason: row.attentionReason },
    placedAt: row.placedAt.toISOString(),
    lines: row.lines.map((line) => describeLine(line, row)),
    email: row.email,
    shippingAddress: row.shippingAddress,
    shippingMethod: row.shippingMethod,
    payment: describePayment(row),
    hold: row.holdExpiresAt && { expiresAt: row.holdExpiresAt.toISOString() },
    refunded: { amount: sumRefunded(row), currency: row.currency },
    fulfilments: row.fulfilments.map((fulfilment) => ({ ...fulfilment, at: toIso(fulfilment.at) })),
    totals: toTotals(row, row.currency),
    taxIncluded: row.taxIncluded,
    events: row.events.map(describeEvent),
  };
}

/** The same with all tries to pay it, and what its events carry. */
export function describeAdminOrder(row: OrderRow): AdminOrder {
  return {
    ...describeOrder(row),
    attention: row.attentionReason === null ? null : describeAttention(row.attentionReason),
    billingAddress: row.billingAddress,
    origin: row.origin && { ...row.origin, importedAt: toIso(row.origin.importedAt) },
    actions: describeActions(row),
    payments: row.payments.map((payment) => describeTry(payment, row.currency)),
    refunds: row.refunds.map(({ amount, at, paymentId: _, ...refund }) => ({
      ...refund,
      amount: { amount, currency: row.currency },
      at: toIso(at),
    })),
    events: row.events.map((event) => Object.assign(describeEvent(event), { data: event.data })),
  };
}

function describeLine(line: LineRow, { currency, ...texts }: OrderRow): Order['lines'][number] {
  const money = (amount: number) => ({ amount, currency });
  return {
    id: line.id,
    kind: line.kind,
    variantId: line.variantId,
    sku: line.sku,
    title: line.title,
    handle: line.handle,
    image: line.image && describeImage(line.image, line.productTitle ?? line.title, texts),
    quantity: line.quantity,
    unitPrice: money(line.unitAmount),
    net: money(line.net),
    tax: money(line.tax),
    gross: money(line.gross),
    taxRate: line.basisPoints / 10_000,
    fulfilledQuantity: line.fulfilledQuantity,
    cancelledQuantity: line.cancelledQuantity,
    returnedQuantity: line.returnedQuantity,
  };
}

function describeAttention(reason: string): AdminOrder['attention'] {
  return { reason, choices: choicesFor(reason) };
}

/** The same conditions stand, under the order's lock, where each of these is done. */
function describeActions(row: OrderRow): AdminOrder['actions'] {
  const { fulfilmentStatus } = row;
  const captured = row.payments.find(({ state, givenUp }) => state === 'captured' && !givenUp);
  return {
    cancel: fulfilmentStatus === 'unfulfilled',
    fulfil: maySend(row) && row.lines.some((line) => leftOf(line) > 0),
    deliver: fulfilmentStatus === 'fulfilled',
    refundable: { amount: captured ? captured.amount - captured.refundedAmount : 0, currency: row.currency },
  };
}

function maySend({ paymentStatus, payments }: OrderRow): boolean {
  if (paymentStatus === 'authorized') return payments.at(-1)?.capture === 'on_fulfilment';
  return paymentStatus === 'paid' || paymentStatus === 'partially_refunded';
}

function leftOf({ quantity, fulfilledQuantity, cancelledQuantity }: LineRow): number {
  return quantity - fulfilledQuantity - cancelledQuantity;
}

function describeTry(payment: PaymentRow, currency: string): AdminOrder['payments'][number] {
  const { amount, refundedAmount: _, givenUp: __, steps, createdAt, updatedAt, ...rest } = payment;
  return {
    ...rest,
    amount: { amount, currency },
    createdAt: toIso(createdAt),
    updatedAt: toIso(updatedAt),
    steps: steps.map(({ step, outcome, error, startedAt, endedAt }) => ({
      step,
      outcome,
      error,
      startedAt: toIso(startedAt),
      endedAt: endedAt && toIso(endedAt),
    })),
  };
}

/** Of the money that has paid the order; what came late for a payment that was over is none of it. */
function sumRefunded({ refunds, payments }: OrderRow): number {
  const late = new Set(payments.filter(({ givenUp }) => givenUp).map(({ id }) => id));
  return refunds
    .filter(({ state, paymentId }) => state === 'succeeded' && !late.has(paymentId))
    .reduce((sum, { amount }) => sum + amount, 0);
}

function describeEvent({ seq, type, at }: OrderRow['events'][number]): OrderEvent {
  return { seq, type: orderEventTypeSchema.parse(type), at: toIso(at) };
}

function describePayment({ paymentStatus, payments, holdExpiresAt }: OrderRow): Order['payment'] {
  const newest = payments.at(-1);
  if (newest?.state !== 'declined') return { declineReason: null, retryUntil: null };
  const isKept = holdExpiresAt !== null && holdExpiresAt.getTime() > Date.now();
  const mayRetry = paymentStatus === 'failed' && payments.length < MOST_TRIES && isKept;
  return { declineReason: newest.declineReason, retryUntil: mayRetry ? holdExpiresAt.toISOString() : null };
}

/** PostgreSQL writes a time in JSON with its offset. */
function toIso(time: string): string {
  return new Date(time).toISOString();
}
