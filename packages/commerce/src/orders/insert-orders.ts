import { Prisma, type Queryable } from '@holdfast/db/prisma';
import type { Address, PlaceOrderInput } from '@holdfast/shared/contracts/orders';
import type { JobPayload } from '@holdfast/shared/jobs';
import type { StockChange } from '../inventory/move-stock.ts';
import type { Component } from '../inventory/plan-allocation.ts';
import { KEEP_UNPAID_MS, PAYMENT_DEADLINE_MS } from './hold-times.ts';
import type { PricedOrder } from './price-order.ts';

export type NewOrder = {
  id: string;
  paymentId: string;
  customerId: string | null;
  priced: PricedOrder;
  input: PlaceOrderInput;
  components: Component[];
  /** What it takes of the stock, so that exactly this can be given back or sent out. */
  holds: StockChange[];
};

/**
 * Writes all that new orders consist of, in one statement: the orders with their lines, contacts, addresses, first
 * events and payments, what they hold of the stock, and the outbox events that have the payments authorised.
 * @returns the orders' numbers by their ids
 */
export async function insertOrders(tx: Queryable, orders: NewOrder[]): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; number: string }[]>`
    WITH placed AS (
      INSERT INTO orders (id, number, channel_id, cart_id, customer_id, currency, locale, subtotal, discount,
                          shipping, shipping_tax, tax, total, tax_included, shipping_method_code, hold_expires_at)
      SELECT id, prefix || nextval('order_number_seq'), "channelId", "cartId", "customerId", currency, locale, subtotal,
             discount, shipping, "shippingTax", tax, total, "taxIncluded", "shippingMethod",
             now() + ${KEEP_UNPAID_MS} * interval '1 millisecond'
      FROM ${records(orders.map(orderRow))} AS o
        (id uuid, prefix text, "channelId" uuid, "cartId" text, "customerId" uuid, currency text, locale text,
         subtotal bigint, discount bigint, shipping bigint, "shippingTax" bigint, tax bigint, total bigint,
         "taxIncluded" boolean, "shippingMethod" text)
      RETURNING id, number
    ), cart AS (
      -- Whoever waits for the cart with a statement that has begun before is told by this that it is of before.
      UPDATE cart SET version = version + 1
      WHERE id = ANY(${orders.map(({ priced }) => priced.head.id)}::text[])
    ), line AS (
      INSERT INTO order_line (order_id, position, variant_id, title, sku, quantity, unit_amount, net, tax, gross,
                              tax_rate_basis_points, components)
      SELECT "orderId", position, "variantId", title, sku, quantity, "unitAmount", net, tax, gross, "basisPoints",
             components
      FROM ${records(orders.flatMap(lineRows))} AS l
        ("orderId" uuid, position integer, "variantId" uuid, title text, sku text, quantity integer,
         "unitAmount" bigint, net bigint, tax bigint, gross bigint, "basisPoints" integer, components jsonb)
    ), contact AS (
      INSERT INTO order_contact (order_id, email)
      SELECT id, email FROM ${records(orders.map(contactRow))} AS c (id uuid, email text)
    ), address AS (
      INSERT INTO order_address (order_id, kind, name, company, line1, line2, city, region, postal_code, country,
                                 phone)
      SELECT "orderId", kind, name, company, line1, line2, city, region, "postalCode", country, phone
      FROM ${records(orders.flatMap(addressRows))} AS a
        ("orderId" uuid, kind address_kind, name text, company text, line1 text, line2 text, city text, region text,
         "postalCode" text, country text, phone text)
    ), event AS (
      INSERT INTO order_event (order_id, seq, type) SELECT id, 1, 'placed' FROM placed
    ), hold AS (
      INSERT INTO stock_allocation (order_id, stock_item_id, location_id, quantity)
      SELECT "orderId", "stockItemId", "locationId", "allocatedDelta"
      FROM ${records(orders.flatMap(({ id, holds }) => holds.map((hold) => ({ ...hold, orderId: id }))))} AS h
        ("orderId" uuid, "stockItemId" uuid, "locationId" uuid, "allocatedDelta" integer)
    ), payment AS (
      INSERT INTO payment (id, order_id, provider, token, amount, currency, capture, deadline_at)
      SELECT p.id, "orderId", provider, token, amount, currency, channel.capture,
             now() + ${PAYMENT_DEADLINE_MS} * interval '1 millisecond'
      FROM ${records(orders.map(paymentRow))} AS p
        (id uuid, "orderId" uuid, "channelId" uuid, provider text, token text, amount bigint, currency text)
      JOIN channel ON channel.id = p."channelId"
    ), job AS (
      INSERT INTO outbox_event (job, payload)
      SELECT 'payments.authorize', payload FROM ${records(orders.map(jobRow))} AS j (payload jsonb)
    )
    SELECT id, number FROM placed`;
  return new Map(rows.map(({ id, number }) => [id, number]));
}

function records(rows: object[]): Prisma.Sql {
  return Prisma.sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`;
}

function orderRow({ id, customerId, priced, input }: NewOrder) {
  const { head, amounts, rule } = priced;
  return {
    ...amounts,
    id,
    customerId,
    prefix: head.orderNumberPrefix,
    channelId: head.channelId,
    cartId: head.id,
    currency: head.currency,
    locale: head.locale,
    taxIncluded: rule.taxIncluded,
    shippingMethod: input.shippingMethod,
  };
}

function lineRows({ id, priced, components }: NewOrder) {
  return priced.lines.map((line, position) => ({
    orderId: id,
    position,
    variantId: line.variantId,
    title: line.title,
    sku: line.sku,
    quantity: line.quantity,
    unitAmount: line.unitAmount,
    net: line.amounts.net,
    tax: line.amounts.tax,
    gross: line.amounts.gross,
    basisPoints: priced.rule.basisPoints,
    components: components
      .filter(({ variantId }) => variantId === line.variantId)
      .map(({ stockItemId, quantity }) => ({ stockItemId, quantity })),
  }));
}

function contactRow({ id, input }: NewOrder) {
  return { id, email: input.email };
}

function addressRows({
  id,
  input,
}: NewOrder): (Address & { orderId: string; kind: 'shipping' | 'billing' })[] {
  const shipping = { ...input.shippingAddress, orderId: id, kind: 'shipping' as const };
  return input.billingAddress
    ? [shipping, { ...input.billingAddress, orderId: id, kind: 'billing' }]
    : [shipping];
}

function paymentRow({ id, paymentId, priced, input }: NewOrder) {
  return {
    id: paymentId,
    orderId: id,
    channelId: priced.head.channelId,
    provider: input.payment.provider,
    token: input.payment.token,
    amount: priced.amounts.total,
    currency: priced.head.currency,
  };
}

function jobRow({ id, paymentId }: NewOrder): { payload: JobPayload<'payments.authorize'> } {
  return { payload: { orderId: id, paymentId } };
}
