import { readdir } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';

/** What the shop's own books say of all of its orders. */
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
         (SELECT count(*) FROM test_charge WHERE state = 'captured')::integer AS charges,
         (SELECT coalesce(sum(attempts), 0) FROM test_charge)::integer AS authorizations,
         (SELECT count(*) FROM outbox_event WHERE generation > 1)::integer AS "resentJobs",
         (SELECT count(*) FROM outbox_event WHERE closed_at IS NULL)::integer AS "openJobs"`;

/** `env`: the contents of local.env. */
export async function readBooks(env: Record<string, string | undefined>): Promise<Books> {
  const client = new pg.Client(env.DATABASE_URL);
  await client.connect();
  const { rows } = await client.query<Omit<Books, 'mails'>>(BOOKS);
  await client.end();
  const mails = await readdir(path.join(env.DATA_DIR ?? '', 'mail')).catch(() => []);
  if (!rows[0]) throw new Error('the books cannot be read');
  return { ...rows[0], mails: mails.filter((name) => name.endsWith('.eml')).length };
}

/** Difference of two looks at the books: what has happened between them. */
export function booksSince(before: Books, after: Books): Books {
  const entries = Object.entries(after).map(([name, value]) => [name, value - before[name as keyof Books]]);
  return Object.fromEntries(entries) as Books;
}
