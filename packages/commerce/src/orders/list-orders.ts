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
           (SELECT sum(quantity) FROM order_line WHERE order_id = orders.id)::integer AS pieces,
           total::float8 AS total, currency
    FROM (${newestOrders(input, after)}) AS page
    JOIN orders ON orders.id = page.id
    LEFT JOIN order_contact ON order_contact.order_id = orders.id
    ORDER BY placed_at DESC, orders.id DESC`;
  const page = cutPage(rows, { order: ORDER, limit: input.limit });
  return { items: page.rows.map(toItem), nextCursor: page.nextCursor };
}

/** Ids of the page's orders and of one more. */
function newestOrders(input: OrderListInput, after: Position | null): Prisma.Sql {
  const newest = Prisma.sql`ORDER BY placed_at DESC, id DESC LIMIT ${input.limit + 1}`;
  const conditions = Prisma.join([...conditionsOf(input), ...placedBefore(after)], ' AND ');
  if (!input.status) return Prisma.sql`SELECT id FROM orders WHERE ${conditions} ${newest}`;
  // Each combination of the stored statuses is one range of an index, however rare it is.
  const { payments, fulfilments } = combinationsOf(input.status);
  return Prisma.sql`
    SELECT found.id
    FROM unnest(${payments}::payment_status[], ${fulfilments}::fulfilment_status[]) AS stored (payment, fulfilment)
    CROSS JOIN LATERAL (
      SELECT id, placed_at FROM orders
      WHERE payment_status = stored.payment AND fulfilment_status = stored.fulfilment AND ${conditions}
      ${newest}
    ) AS found
    ${newest}`;
}

function conditionsOf({ q, attention }: OrderListInput): Prisma.Sql[] {
  return [
    attention ? Prisma.sql`attention_reason IS NOT NULL` : Prisma.sql`true`,
    q
      ? Prisma.sql`id IN (
          SELECT id FROM orders WHERE starts_with(number, upper(${q}))
          UNION
          SELECT order_id FROM order_contact WHERE starts_with(lower(email), lower(${q})))`
      : Prisma.sql`true`,
  ];
}

function placedBefore(last: Position | null): Prisma.Sql[] {
  if (!last) return [];
  return [
    Prisma.sql`(placed_at, id)
      < (timestamptz 'epoch' + ${last.key}::bigint * interval '1 millisecond', ${last.id}::uuid)`,
  ];
}

/** The stored statuses that a shopper sees as this one. */
function combinationsOf(status: OrderStatus): { payments: PaymentStatus[]; fulfilments: FulfilmentStatus[] } {
  const stored = PAYMENT_STATUSES.flatMap((payment) =>
    FULFILMENT_STATUSES.map((fulfilment) => ({ payment, fulfilment })),
  ).filter(({ payment, fulfilment }) => deriveOrderStatus(payment, fulfilment) === status);
  return {
    payments: stored.map(({ payment }) => payment),
    fulfilments: stored.map(({ fulfilment }) => fulfilment),
  };
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
  };
}
