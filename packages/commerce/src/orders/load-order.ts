import { Prisma, type Queryable } from '@holdfast/db/prisma';
import type { Address, AdminOrder, LineKind, Order } from '@holdfast/shared/contracts/orders';
import { DomainError } from '@holdfast/shared/errors';
import type { FulfilmentStatus, PaymentStatus } from '@holdfast/shared/order-status';

/** An order with all that belongs to it, as the database has it at one moment. Amounts in minor units. */
export type OrderRow = {
  id: string;
  number: string;
  customerId: string | null;
  paymentStatus: PaymentStatus;
  fulfilmentStatus: FulfilmentStatus;
  attentionReason: string | null;
  placedAt: Date;
  holdExpiresAt: Date | null;
  currency: string;
  locale: string;
  defaultLocale: string;
  subtotal: number;
  discount: number;
  shipping: number;
  tax: number;
  total: number;
  taxIncluded: boolean;
  shippingMethod: Order['shippingMethod'];
  email: string | null;
  shippingAddress: Address | null;
  billingAddress: Address | null;
  origin: AdminOrder['origin'];
  lines: LineRow[];
  payments: PaymentRow[];
  refunds: RefundRow[];
  fulfilments: Order['fulfilments'];
  events: { seq: number; type: string; at: string; data: Record<string, unknown> }[];
};

export type LineRow = {
  id: string;
  kind: LineKind;
  variantId: string | null;
  sku: string | null;
  title: string;
  quantity: number;
  unitAmount: number;
  net: number;
  tax: number;
  gross: number;
  basisPoints: number;
  fulfilledQuantity: number;
  cancelledQuantity: number;
  returnedQuantity: number;
  handle: string | null;
  productTitle: string | null;
  image: { url: string; alt: string } | null;
};

/** Oldest first. */
export type PaymentRow = Omit<AdminOrder['payments'][number], 'amount'> & {
  amount: number;
  /** Given back or about to be. */
  refundedAmount: number;
  /** Its money came when it was over, and goes back. */
  givenUp: boolean;
};

/** Oldest first. */
export type RefundRow = Omit<AdminOrder['refunds'][number], 'amount'> & { amount: number; paymentId: string };

/** @throws DomainError NOT_FOUND */
export async function loadOrder(client: Queryable, number: string): Promise<OrderRow> {
  const [order] = await client.$queryRaw<OrderRow[]>`
    SELECT orders.id, number, customer_id AS "customerId", payment_status AS "paymentStatus", fulfilment_status AS "fulfilmentStatus",
           attention_reason AS "attentionReason", placed_at AS "placedAt",
           hold_expires_at AS "holdExpiresAt", currency, locale,
           channel.default_locale AS "defaultLocale", subtotal::float8 AS subtotal,
           discount::float8 AS discount, shipping::float8 AS shipping, tax::float8 AS tax,
           total::float8 AS total, orders.tax_included AS "taxIncluded",
           json_build_object('code', shipping_method_code,
                             'title', coalesce(${SHIPPING_TITLE}, shipping_method_code)) AS "shippingMethod",
           (SELECT email FROM order_contact WHERE order_id = orders.id) AS email,
           ${addressJson('shipping')} AS "shippingAddress", ${addressJson('billing')} AS "billingAddress",
           ${ORIGIN} AS origin, ${LINES} AS lines, ${PAYMENTS} AS payments, ${REFUNDS} AS refunds,
           ${FULFILMENTS} AS fulfilments,
           (SELECT json_agg(json_build_object('seq', seq, 'type', type, 'at', at, 'data', data) ORDER BY seq)
            FROM order_event WHERE order_id = orders.id) AS events
    FROM orders JOIN channel ON channel.id = orders.channel_id
    WHERE number = ${number}`;
  if (!order) throw new DomainError('NOT_FOUND', 'There is no such order.');
  return order;
}

const SHIPPING_TITLE = Prisma.sql`(
  SELECT title FROM shipping_method AS method
  JOIN shipping_method_translation AS translation ON translation.shipping_method_id = method.id
  WHERE method.channel_id = orders.channel_id AND method.code = orders.shipping_method_code
    AND translation.locale IN (orders.locale, channel.default_locale)
  ORDER BY translation.locale = orders.locale DESC LIMIT 1)`;

/** Without the fields that were left empty, as it was typed. */
function addressJson(kind: 'shipping' | 'billing'): Prisma.Sql {
  return Prisma.sql`(
    SELECT json_strip_nulls(json_build_object(
      'name', name, 'company', company, 'line1', line1, 'line2', line2, 'city', city, 'region', region,
      'postalCode', postal_code, 'country', country, 'phone', phone))
    FROM order_address WHERE order_id = orders.id AND kind = ${kind}::address_kind)`;
}

const ORIGIN = Prisma.sql`(
  SELECT json_build_object('source', source, 'externalNumber', external_number, 'customer', customer_reference,
                           'country', country, 'importedAt', imported_at)
  FROM order_origin WHERE order_id = orders.id)`;

/** With what the shop shows of each variant now: its own picture, else the product's first. */
const LINES = Prisma.sql`(
  SELECT json_agg(json_build_object(
    'id', line.id, 'kind', line.kind, 'variantId', line.variant_id, 'sku', line.sku, 'title', line.title,
    'quantity', line.quantity, 'unitAmount', line.unit_amount, 'net', line.net, 'tax', line.tax,
    'gross', line.gross, 'basisPoints', line.tax_rate_basis_points,
    'fulfilledQuantity', line.fulfilled_quantity, 'cancelledQuantity', line.cancelled_quantity,
    'returnedQuantity', line.returned_quantity,
    'handle', product.handle,
    'productTitle', (
      SELECT title FROM product_translation
      WHERE product_id = product.id AND product_translation.locale IN (orders.locale, channel.default_locale)
      ORDER BY product_translation.locale = orders.locale DESC LIMIT 1),
    'image', (
      SELECT json_build_object('url', url, 'alt', alt) FROM product_image
      WHERE product_id = product.id ORDER BY url = variant.image_url DESC NULLS LAST, position, id LIMIT 1)
  ) ORDER BY line.position)
  FROM order_line AS line
  LEFT JOIN variant ON variant.id = line.variant_id
  LEFT JOIN product ON product.id = variant.product_id AND product.status = 'active'
  WHERE line.order_id = orders.id)`;

const PAYMENTS = Prisma.sql`(
  SELECT json_agg(json_build_object(
    'id', id, 'provider', provider, 'state', state, 'capture', capture, 'amount', amount,
    'refundedAmount', refunded_amount, 'givenUp', given_up, 'reference', provider_reference, 'declineReason', decline_reason,
    'createdAt', created_at, 'updatedAt', updated_at,
    'steps', (
      SELECT coalesce(json_agg(json_build_object(
        'step', step, 'outcome', outcome, 'error', error, 'startedAt', started_at, 'endedAt', ended_at
      ) ORDER BY started_at, id), '[]')
      FROM payment_step WHERE payment_id = payment.id)
  ) ORDER BY created_at)
  FROM payment WHERE order_id = orders.id)`;

const REFUNDS = Prisma.sql`(
  SELECT coalesce(json_agg(json_build_object(
    'id', id, 'paymentId', payment_id, 'amount', amount, 'state', state, 'reason', reason, 'restock', restock,
    'failure', failure, 'at', created_at,
    'lines', (
      SELECT coalesce(json_agg(json_build_object('lineId', order_line_id, 'quantity', quantity)), '[]')
      FROM refund_line WHERE refund_id = refund.id)
  ) ORDER BY created_at, id), '[]')
  FROM refund WHERE order_id = orders.id)`;

const FULFILMENTS = Prisma.sql`(
  SELECT coalesce(json_agg(json_build_object(
    'id', id, 'carrier', carrier, 'trackingId', tracking_id, 'at', created_at,
    'lines', (
      SELECT json_agg(json_build_object('lineId', order_line_id, 'quantity', quantity))
      FROM fulfilment_line WHERE fulfilment_id = fulfilment.id)
  ) ORDER BY created_at, id), '[]')
  FROM fulfilment WHERE order_id = orders.id)`;
