import type { AdminOrder, Order, OrderEvent } from '@holdfast/shared/contracts/orders';
import { orderEventTypeSchema } from '@holdfast/shared/order-events';
import { deriveOrderStatus } from '@holdfast/shared/order-status';
import { describeImage } from '../catalog/catalog-sql.ts';
import { toTotals } from '../pricing/price-lines.ts';
import type { LineRow, OrderRow } from './load-order.ts';
import { KEEP_DECLINED_MS, MOST_TRIES } from './retry-window.ts';

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
    totals: toTotals(row, row.currency),
    taxIncluded: row.taxIncluded,
    events: row.events.map(describeEvent),
  };
}

/** The same with all tries to pay it, and what its events carry. */
export function describeAdminOrder(row: OrderRow): AdminOrder {
  return {
    ...describeOrder(row),
    billingAddress: row.billingAddress,
    payments: row.payments.map(({ amount, createdAt, updatedAt, ...payment }) => ({
      ...payment,
      amount: { amount, currency: row.currency },
      createdAt: toIso(createdAt),
      updatedAt: toIso(updatedAt),
    })),
    events: row.events.map((event) => Object.assign(describeEvent(event), { data: event.data })),
  };
}

function describeLine(line: LineRow, { currency, ...texts }: OrderRow): Order['lines'][number] {
  const money = (amount: number) => ({ amount, currency });
  return {
    id: line.id,
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
  };
}

function describeEvent({ seq, type, at }: OrderRow['events'][number]): OrderEvent {
  return { seq, type: orderEventTypeSchema.parse(type), at: toIso(at) };
}

function describePayment({ paymentStatus, payments }: OrderRow): Order['payment'] {
  const newest = payments.at(-1);
  if (newest?.state !== 'declined') return { declineReason: null, retryUntil: null };
  const until = Date.parse(newest.updatedAt) + KEEP_DECLINED_MS;
  const mayRetry = paymentStatus === 'failed' && payments.length < MOST_TRIES && until > Date.now();
  return {
    declineReason: newest.declineReason,
    retryUntil: mayRetry ? new Date(until).toISOString() : null,
  };
}

/** PostgreSQL writes a time in JSON with its offset. */
function toIso(time: string): string {
  return new Date(time).toISOString();
}
