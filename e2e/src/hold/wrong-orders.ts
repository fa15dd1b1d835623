import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { type LedgerCharge, readLedger } from '../read-ledger.ts';

/** An order that was acknowledged, and how its payment was to go. */
export type Acknowledged = { number: string; token: 'ok' | 'flaky' | 'declined' };

/** What all books together say of an order. */
type Found = {
  number: string;
  paymentStatus: string;
  events: string[];
  mails: number;
  /** What the provider has of each of its payments; amounts beyond the order's total are told. */
  charges: { state: string; overcharged: number; refunded: number }[];
};

type Row = Omit<Found, 'mails' | 'charges'> & { total: number; paymentIds: string[] };

const ORDERS = `
  SELECT number, payment_status AS "paymentStatus", total::float8 AS total,
         (SELECT json_agg(type ORDER BY seq) FROM order_event WHERE order_id = orders.id) AS events,
         (SELECT json_agg(id) FROM payment WHERE order_id = orders.id) AS "paymentIds"
  FROM orders WHERE number = ANY($1)`;

const UNFINISHED = `
  SELECT count(*)::integer AS unfinished FROM orders
  WHERE number = ANY($1) AND NOT EXISTS (
    SELECT FROM order_event
    WHERE order_id = orders.id AND type IN ('confirmation_sent', 'payment_declined'))`;

/** How many of the orders are neither confirmed nor declined. */
export async function countUnfinished(sql: pg.Client, orders: Acknowledged[]): Promise<number> {
  const { rows } = await sql.query<{ unfinished: number }>(UNFINISHED, [orders.map(({ number }) => number)]);
  return rows[0]?.unfinished ?? orders.length;
}

/**
 * The orders that are not as they should be at their end: each with its events once, one charge and one mail, or declined
 * with none, by the shop's own books, the provider's and the mail folder. `env`: the contents of local.env.
 */
export async function findWrongOrders(
  sql: pg.Client,
  env: Record<string, string>,
  orders: Acknowledged[],
): Promise<Found[]> {
  const { rows } = await sql.query<Row>(ORDERS, [orders.map(({ number }) => number)]);
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  const ledger = Map.groupBy(await readLedger(env), ({ idempotencyKey }) => idempotencyKey);
  const mails = await readdir(path.join(env.DATA_DIR ?? '', 'mail'));
  return orders.flatMap(({ number, token }) => {
    const found = describe(number, { row: byNumber.get(number), ledger, mails });
    return JSON.stringify(found) === JSON.stringify(rightEnd(number, token)) ? [] : [found];
  });
}

type Books = { row: Row | undefined; ledger: Map<string, LedgerCharge[]>; mails: string[] };

function describe(number: string, { row, ledger, mails }: Books): Found {
  const charges = (row?.paymentIds ?? []).flatMap((id) => ledger.get(id) ?? []);
  return {
    number,
    paymentStatus: row?.paymentStatus ?? 'lost',
    events: row?.events ?? [],
    mails: mails.filter((name) => name.startsWith(`${number}-`) && name.endsWith('.eml')).length,
    charges: charges.map(({ state, amount, refunded }) => ({
      state,
      overcharged: amount - (row?.total ?? 0),
      refunded,
    })),
  };
}

function rightEnd(number: string, token: Acknowledged['token']): Found {
  const charge = { overcharged: 0, refunded: 0 };
  if (token === 'declined') {
    return {
      number,
      paymentStatus: 'failed',
      events: ['placed', 'payment_declined'],
      mails: 0,
      charges: [{ state: 'declined', ...charge }],
    };
  }
  return {
    number,
    paymentStatus: 'paid',
    events: ['placed', 'payment_authorized', 'payment_captured', 'confirmation_sent'],
    mails: 1,
    charges: [{ state: 'captured', ...charge }],
  };
}
