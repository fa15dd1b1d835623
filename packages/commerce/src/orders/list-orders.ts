import { Prisma } from '@holdfast/db/prisma';
import type { OrderList, OrderListInput } from '@holdfast/shared/contracts/orders';
import {
  deriveOrderStatus,
  FULFILMENT_STATUSES,
  type FulfilmentStatus,
  type OrderStatus,
  PAYMENT_STATUSES,
  type PaymentStatus,
} from '@holdfast/shared/order-status';
import { cutPage, decodeCursor, type Position } from '../catalog/page-cursor.ts';
import type { Deps } from '../deps.ts';

type Row = Position & {
  number: string;
  paymentStatus: PaymentStatus;
  fulfilmentStatus: FulfilmentStatus;
  attentionReason: string | null;
  placedAt: Date;
  email: string | null;
  pieces: number;
  total: number;
  currency: string;
  source: string | null;
  externalNumber: string | null;
};

const ORDER = 'placed';

/**
 * A page of the shop's orders for its operator, newest first, from the primary.
 * @throws DomainError VALIDATION: a cursor that is not of this list.
 */
export async function listOrders(deps: Deps, input: OrderListInput): Promise<OrderList> {
  const after = decodeCursor(ORDER, input.cursor);
  const rows = await deps.db.primary.$queryRaw<Row[]>`
    SELECT orders.id, (extract(epoch FROM placed_at) * 1000)::float8 AS key, number,
           payment_status AS "paymentStatus", fulfilment_status AS "fulfilmentStatus",
           attention_reason AS "attentionReason", placed_at AS "placedAt", order_contact.email,
           (SELECT coalesce(sum(quantity), 0) FROM order_line WHERE order_id = orders.id AND kind = 'goods')::integer
             AS pieces,
           total::float8 AS total, currency, source, external_number AS "externalNumber"
    FROM (${newestOrders(input, after)}) AS page
    JOIN orders ON orders.id = page.id
    LEFT JOIN order_contact ON order_contact.order_id = orders.id
    LEFT JOIN order_origin ON order_origin.order_id = orders.id
    ORDER BY placed_at DESC, orders.id DESC`;
  const page = cutPage(rows, { order: ORDER, limit: input.limit });
  return { items: page.rows.map(toItem), nextCursor: page.nextCursor };
}

/**
 * Ids of the page's orders and of one more. What is looked for is asked in parts, each of them a range of an index: one
 * for each combination of the stored statuses, however rare it is, and for each way in which the words can match.
 */
function newestOrders(input: OrderListInput, after: Position | null): Prisma.Sql {
  const newest = Prisma.sql`ORDER BY placed_at DESC, id DESC LIMIT ${input.limit + 1}`;
  const common = [
    ...placedBefore(after),
    ...(input.attention ? [Prisma.sql`attention_reason IS NOT NULL`] : []),
  ];
  const parts = matchesOf(input.q).flatMap((match) =>
    statusesOf(input.status).map((status) => {
      const conditions = Prisma.join([status, match, ...common], ' AND ');
      return Prisma.sql`(SELECT id, placed_at FROM orders WHERE ${conditions} ${newest})`;
    }),
  );
  return Prisma.sql`SELECT id FROM (${Prisma.join(parts, ' UNION ')}) AS found ${newest}`;
}

/** One condition for each combination of the stored statuses that a shopper sees as this one. */
function statusesOf(status: OrderStatus | undefined): Prisma.Sql[] {
  if (!status) return [Prisma.sql`true`];
  return PAYMENT_STATUSES.flatMap((payment) =>
    FULFILMENT_STATUSES.filter((fulfilment) => deriveOrderStatus(payment, fulfilment) === status).map(
      (fulfilment) => Prisma.sql`
        payment_status = ${payment}::payment_status AND fulfilment_status = ${fulfilment}::fulfilment_status`,
    ),
  );
}

/** One condition for each way to match. */
function matchesOf(q: string | undefined): Prisma.Sql[] {
  if (!q) return [Prisma.sql`true`];
  return [
    Prisma.sql`starts_with(number, upper(${q}))`,
    Prisma.sql`id IN (SELECT order_id FROM order_contact WHERE starts_with(lower(email), lower(${q})))`,
    Prisma.sql`id IN (SELECT order_id FROM order_origin WHERE starts_with(lower(external_number), lower(${q})))`,
  ];
}

function placedBefore(last: Position | null): Prisma.Sql[] {
  if (!last) return [];
  return [
    Prisma.sql`(placed_at, id)
      < (timestamptz 'epoch' + ${last.key}::bigint * interval '1 millisecond', ${last.id}::uuid)`,
  ];
}

function toItem(row: Row): OrderList['items'][number] {
  return {
    number: row.number,
    status: deriveOrderStatus(row.paymentStatus, row.fulfilmentStatus),
    paymentStatus: row.paymentStatus,
    fulfilmentStatus: row.fulfilmentStatus,
    attention: row.attentionReason === null ? null : { reason: row.attentionReason },
    placedAt: row.placedAt.toISOString(),
    email: row.email,
    pieces: row.pieces,
    total: { amount: row.total, currency: row.currency },
    origin: toOrigin(row),
  };
}

function toOrigin({ source, externalNumber }: Row): OrderList['items'][number]['origin'] {
  return source === null || externalNumber === null ? null : { source, externalNumber };
}
