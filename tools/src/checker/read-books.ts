import pg from 'pg';
import type { Books, Component, Level, Order, OutboxEvent } from './books.ts';

const PAGE = 2_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Milliseconds since 1970, as JavaScript counts. */
const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;

const ORDERS = `
  SELECT id, number, cart_id AS "cartId",
         (SELECT source || ' ' || external_number FROM order_origin WHERE order_id = orders.id) AS origin, currency, payment_status AS "paymentStatus",
         fulfilment_status AS "fulfilmentStatus", attention_reason AS "attentionReason",
         discount::float8 AS discount, shipping::float8 AS shipping, shipping_tax::float8 AS "shippingTax",
         total::float8 AS total, tax_included AS "taxIncluded", coalesce(
           (SELECT ${ms('min(at)')} FROM order_event WHERE order_id = orders.id), ${ms('placed_at')}) AS "bornAt",
         ${ms('hold_expires_at')} AS "holdExpiresAt",
         EXISTS (SELECT FROM order_contact WHERE order_id = orders.id) AS "hasContact",
         (SELECT coalesce(json_agg(json_build_object(
            'variantId', variant_id, 'quantity', quantity, 'unitAmount', unit_amount, 'gross', gross,
            'fulfilled', fulfilled_quantity, 'cancelled', cancelled_quantity, 'returned', returned_quantity,
            'components', components) ORDER BY position), '[]')
          FROM order_line WHERE order_id = orders.id) AS lines,
         (SELECT coalesce(json_agg(json_build_object(
            'type', type, 'at', ${ms('at')},
            'about', coalesce(data ->> 'paymentId', data ->> 'refundId', data ->> 'fulfilmentId')) ORDER BY seq), '[]')
          FROM order_event WHERE order_id = orders.id) AS events,
         (SELECT coalesce(json_agg(json_build_object(
            'id', id, 'provider', provider, 'amount', amount, 'currency', currency, 'state', state,
            'capture', capture, 'givenUp', given_up, 'deadlineAt', ${ms('deadline_at')}) ORDER BY created_at), '[]')
          FROM payment WHERE order_id = orders.id) AS payments,
         (SELECT coalesce(json_agg(json_build_object(
            'id', id, 'paymentId', payment_id, 'amount', amount, 'state', state) ORDER BY created_at), '[]')
          FROM refund WHERE order_id = orders.id) AS refunds,
         (SELECT coalesce(json_agg(json_build_object(
            'stockItemId', stock_item_id, 'locationId', location_id, 'quantity', quantity)), '[]')
          FROM stock_allocation WHERE order_id = orders.id) AS holds,
         (SELECT coalesce(json_agg(moved), '[]')
          FROM (SELECT stock_item_id AS "stockItemId", location_id AS "locationId", sum(allocated_delta) AS quantity
                FROM stock_movement WHERE order_id = orders.id GROUP BY stock_item_id, location_id) AS moved) AS moved
  FROM orders
  WHERE id > $1 ORDER BY id LIMIT ${PAGE}`;

/** A level without movements and movements without a level are shown as well. */
const LEVELS = `
  SELECT stock_item_id AS "stockItemId", location_id AS "locationId", coalesce(on_hand, 0) AS "onHand",
         coalesce(allocated, 0) AS allocated, coalesce(back_order_limit, 0) AS "backOrderLimit",
         coalesce(moved_on_hand, 0) AS "movedOnHand", coalesce(moved_allocated, 0) AS "movedAllocated",
         coalesce(held, 0) AS held, coalesce(came_back, 0) AS "cameBack"
  FROM stock_level
  FULL JOIN (
    SELECT stock_item_id, location_id, sum(on_hand_delta)::float8 AS moved_on_hand,
           sum(allocated_delta)::float8 AS moved_allocated,
           sum(on_hand_delta) FILTER (WHERE kind = 'return' AND order_id IS NULL)::float8 AS came_back
    FROM stock_movement GROUP BY stock_item_id, location_id) AS movement USING (stock_item_id, location_id)
  FULL JOIN (
    SELECT stock_item_id, location_id, sum(quantity)::float8 AS held
    FROM stock_allocation GROUP BY stock_item_id, location_id) AS hold USING (stock_item_id, location_id)`;

const COMPONENTS = `
  SELECT variant_id AS "variantId", stock_item_id AS "stockItemId", quantity FROM variant_component`;

const OPEN_EVENTS = `
  SELECT id, job, payload ->> 'orderId' AS "orderId", ${ms('available_at')} AS "availableAt", attempts,
         last_error AS "lastError", dead_at IS NOT NULL AS "isDead"
  FROM outbox_event WHERE closed_at IS NULL ORDER BY available_at`;

const MOMENT = `
  SELECT ${ms('now()')} AS "readAt", (SELECT count(*)::float8 FROM outbox_event) AS events`;

/**
 * Reads all of the shop's books at one moment, orders by pages.
 * @throws Error of `pg` when the database cannot be reached or is of another schema.
 */
export async function readBooks(databaseUrl: string): Promise<Books> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'checker' });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const moment = await client.query<{ readAt: number; events: number }>(MOMENT);
    const [{ readAt, events } = { readAt: 0, events: 0 }] = moment.rows;
    return {
      readAt,
      events,
      orders: await readOrders(client),
      levels: (await client.query<Level>(LEVELS)).rows,
      components: (await client.query<Component>(COMPONENTS)).rows,
      openEvents: (await client.query<OutboxEvent>(OPEN_EVENTS)).rows,
    };
  } finally {
    await client.end();
  }
}

async function readOrders(client: pg.Client): Promise<Order[]> {
  const orders: Order[] = [];
  for (let from: string | undefined = FIRST_ID; from !== undefined; ) {
    const page: Order[] = (await client.query<Order>(ORDERS, [from])).rows;
    for (const order of page) orders.push(order);
    from = page.length < PAGE ? undefined : page.at(-1)?.id;
  }
  return orders;
}
