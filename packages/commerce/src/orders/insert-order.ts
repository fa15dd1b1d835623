import type { Queryable } from '@holdfast/db/prisma';
import type { Address, PlaceOrderInput } from '@holdfast/shared/contracts/orders';
import type { JobPayload } from '@holdfast/shared/jobs';
import type { StockChange } from '../inventory/move-stock.ts';
import type { PricedOrder } from './price-order.ts';

export type NewOrder = {
  id: string;
  paymentId: string;
  customerId: string | null;
  priced: PricedOrder;
  input: PlaceOrderInput;
  /** What it takes of the stock, so that exactly this can be given back or sent out. */
  holds: StockChange[];
};

/**
 * Writes all that a new order consists of, in one statement: the order with its lines, contact, addresses,
 * first event and payment, what it holds of the stock, and the outbox event that has the payment authorised.
 * @returns the order's number
 */
export async function insertOrder(tx: Queryable, order: NewOrder): Promise<string> {
  const { head, amounts, rule } = order.priced;
  const authorize: JobPayload<'payments.authorize'> = { orderId: order.id, paymentId: order.paymentId };
  const [row] = await tx.$queryRaw<{ number: string }[]>`
    WITH placed AS (
      INSERT INTO orders (id, number, channel_id, cart_id, customer_id, currency, locale, subtotal, discount,
                          shipping, shipping_tax, tax, total, tax_included, shipping_method_code)
      VALUES (${order.id}::uuid, ${head.orderNumberPrefix} || nextval('order_number_seq'),
              ${head.channelId}::uuid, ${head.id}, ${order.customerId}::uuid, ${head.currency}, ${head.locale},
              ${amounts.subtotal}, ${amounts.discount}, ${amounts.shipping}, ${amounts.shippingTax},
              ${amounts.tax}, ${amounts.total}, ${rule.taxIncluded}, ${order.input.shippingMethod})
      RETURNING number
    ), line AS (
      INSERT INTO order_line (order_id, position, variant_id, title, sku, quantity, unit_amount, net, tax, gross,
                              tax_rate_basis_points)
      SELECT ${order.id}::uuid, position, "variantId", title, sku, quantity, "unitAmount", net, tax, gross,
             ${rule.basisPoints}
      FROM jsonb_to_recordset(${JSON.stringify(lineRows(order.priced))}::jsonb) AS l
        (position integer, "variantId" uuid, title text, sku text, quantity integer, "unitAmount" bigint,
         net bigint, tax bigint, gross bigint)
    ), contact AS (
      INSERT INTO order_contact (order_id, email) VALUES (${order.id}::uuid, ${order.input.email})
    ), address AS (
      INSERT INTO order_address (order_id, kind, name, company, line1, line2, city, region, postal_code, country,
                                 phone)
      SELECT ${order.id}::uuid, kind, name, company, line1, line2, city, region, "postalCode", country, phone
      FROM jsonb_to_recordset(${JSON.stringify(addressRows(order.input))}::jsonb) AS a
        (kind address_kind, name text, company text, line1 text, line2 text, city text, region text,
         "postalCode" text, country text, phone text)
    ), event AS (
      INSERT INTO order_event (order_id, seq, type) VALUES (${order.id}::uuid, 1, 'placed')
    ), hold AS (
      INSERT INTO stock_allocation (order_id, stock_item_id, location_id, quantity)
      SELECT ${order.id}::uuid, "stockItemId", "locationId", "allocatedDelta"
      FROM jsonb_to_recordset(${JSON.stringify(order.holds)}::jsonb) AS h
        ("stockItemId" uuid, "locationId" uuid, "allocatedDelta" integer)
    ), payment AS (
      INSERT INTO payment (id, order_id, provider, token, amount, currency)
      VALUES (${order.paymentId}::uuid, ${order.id}::uuid, ${order.input.payment.provider},
              ${order.input.payment.token ?? null}, ${amounts.total}, ${head.currency})
    ), job AS (
      INSERT INTO outbox_event (job, payload)
      VALUES ('payments.authorize', ${JSON.stringify(authorize)}::jsonb)
    )
    SELECT number FROM placed`;
  if (!row) throw new Error('the order was not written');
  return row.number;
}

function lineRows(priced: PricedOrder) {
  return priced.lines.map((line, position) => ({
    position,
    variantId: line.variantId,
    title: line.title,
    sku: line.sku,
    quantity: line.quantity,
    unitAmount: line.unitAmount,
    net: line.amounts.net,
    tax: line.amounts.tax,
    gross: line.amounts.gross,
  }));
}

function addressRows(input: PlaceOrderInput): (Address & { kind: 'shipping' | 'billing' })[] {
  const shipping = { ...input.shippingAddress, kind: 'shipping' as const };
  return input.billingAddress ? [shipping, { ...input.billingAddress, kind: 'billing' }] : [shipping];
}
