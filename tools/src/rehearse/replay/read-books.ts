import type pg from 'pg';
import { withClient } from '../../stack/postgres.ts';
import type { RehearsalShop } from '../running-shop.ts';
import type { ReplayPlan } from './plan-types.ts';

/** What the database holds of a file's invoices. Amounts in pennies. */
export type Books = {
  orders: {
    invoice: string;
    currency: string;
    total: number;
    lines: number;
    paid: number;
    refunded: number;
  }[];
  /** `reason`: the invoice that was credited. */
  refunds: { reason: string; original: string; amount: number; state: string; pieces: number }[];
  credits: { invoice: string; currency: string; total: number; lines: number }[];
  adjustments: { reason: string; sku: string; delta: number }[];
  levels: { sku: string; onHand: number; allocated: number; moved: number }[];
};

/** `lines`: what the lines come to. `paid`: by payments that were taken; `refunded`: what of them was set aside to go back. */
const ORDERS = `
  SELECT external_number AS invoice, currency, total::float8,
         (SELECT sum(gross)::float8 FROM order_line WHERE order_id = orders.id) AS lines,
         (SELECT sum(amount)::float8 FROM payment WHERE order_id = orders.id AND state = 'captured') AS paid,
         (SELECT sum(refunded_amount)::float8 FROM payment WHERE order_id = orders.id) AS refunded
  FROM order_origin JOIN orders ON orders.id = order_id
  WHERE source = 'import' AND external_number = ANY($1)`;

const REFUNDS = `
  SELECT reason, external_number AS original, amount::float8, state,
         (SELECT sum(quantity)::integer FROM refund_line WHERE refund_id = refund.id) AS pieces
  FROM refund JOIN order_origin USING (order_id)
  WHERE source = 'import' AND external_number = ANY($1)`;

const CREDITS = `
  SELECT external_number AS invoice, currency, total::float8,
         (SELECT sum(total)::float8 FROM credit_note_line WHERE credit_note_id = credit_note.id) AS lines
  FROM credit_note WHERE source = 'import' AND external_number = ANY($1)`;

const ITEMS = `
  SELECT sku, stock_item_id
  FROM variant JOIN variant_component ON variant_id = variant.id
  WHERE sku = ANY($1)`;

const ADJUSTMENTS = `
  SELECT reason, sku, on_hand_delta AS delta
  FROM (${ITEMS}) AS item JOIN stock_movement USING (stock_item_id)
  WHERE kind = 'adjustment'`;

const LEVELS = `
  SELECT sku, on_hand AS "onHand", allocated,
         (SELECT coalesce(sum(on_hand_delta), 0)::integer FROM stock_movement AS movement
          WHERE movement.stock_item_id = item.stock_item_id) AS moved
  FROM (${ITEMS}) AS item JOIN stock_level USING (stock_item_id)`;

/** Reads what became of the invoices and the items of a plan, at one moment. */
export function readBooks({ env }: RehearsalShop, { tasks, items }: ReplayPlan): Promise<Books> {
  const invoices = tasks.map(({ number }) => number);
  const skus = items.map(({ sku }) => sku);
  return withClient(env.DATABASE_URL ?? '', async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const rows = <Row extends pg.QueryResultRow>(text: string, of: string[]) =>
      client.query<Row>(text, [of]).then((result) => result.rows);
    return {
      orders: await rows<Books['orders'][number]>(ORDERS, invoices),
      refunds: await rows<Books['refunds'][number]>(REFUNDS, invoices),
      credits: await rows<Books['credits'][number]>(CREDITS, invoices),
      adjustments: await rows<Books['adjustments'][number]>(ADJUSTMENTS, skus),
      levels: await rows<Books['levels'][number]>(LEVELS, skus),
    };
  });
}
