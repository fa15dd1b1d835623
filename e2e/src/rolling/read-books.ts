import { readdir } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { readLedger } from '../read-ledger.ts';

/** What the shop's own books and the payment provider's say of all orders. */
export type Books = {
  orders: number;
  paid: number;
  /** Charges at the provider, and how often it was asked for them. */
  charges: number;
  authorizations: number;
  /** Jobs that were sent to a queue more than once. */
  resentJobs: number;
  openJobs: number;
  mails: number;
};

const BOOKS = `
  SELECT (SELECT count(*) FROM orders)::integer AS orders,
         (SELECT count(*) FROM orders WHERE payment_status = 'paid')::integer AS paid,
         (SELECT count(*) FROM outbox_event WHERE generation > 1)::integer AS "resentJobs",
         (SELECT count(*) FROM outbox_event WHERE closed_at IS NULL)::integer AS "openJobs"`;

/** What the shop's books and the payment provider's say. `env`: the contents of local.env. */
export async function readBooks(env: Record<string, string | undefined>): Promise<Books> {
  const client = new pg.Client(env.DATABASE_URL);
  await client.connect();
  const { rows } = await client.query<Omit<Books, 'mails' | 'charges' | 'authorizations'>>(BOOKS);
  await client.end();
  const ledger = await readLedger(env);
  const mails = await readdir(path.join(env.DATA_DIR ?? '', 'mail')).catch(() => []);
  if (!rows[0]) throw new Error('the books cannot be read');
  return {
    ...rows[0],
    charges: ledger.filter(({ state }) => state === 'captured').length,
    authorizations: ledger.reduce((sum, { attempts }) => sum + attempts, 0),
    mails: mails.filter((name) => name.endsWith('.eml')).length,
  };
}

/** Difference of two looks at the books: what has happened between them. */
export function booksSince(before: Books, after: Books): Books {
  const entries = Object.entries(after).map(([name, value]) => [name, value - before[name as keyof Books]]);
  return Object.fromEntries(entries) as Books;
}
