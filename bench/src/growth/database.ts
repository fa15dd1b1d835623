import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { BenchShop } from '../common/with-shop.ts';

const LOOK_EVERY_MS = 200;
/** A fixed order that has nothing to do with when a product was made. */
const MIXED = 'ORDER BY md5(handle) LIMIT $1';

/** A client for as long as the work lasts. */
export async function withSql<T>(url: string | undefined, work: (sql: pg.Client) => Promise<T>): Promise<T> {
  const sql = new pg.Client(url);
  // A server that is stopped while the run is: the next query tells, and the shop's folder is still taken away.
  sql.on('error', () => {});
  await sql.connect();
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/**
 * Puts the database into the state that it has by itself some minutes after it was filled, and waits until the
 * replica is in it too: otherwise autovacuum comes at one size and not at another.
 */
export async function settle(sql: pg.Client, { env }: BenchShop): Promise<void> {
  await sql.query('VACUUM (ANALYZE)');
  const { rows } = await sql.query<{ lsn: string }>('SELECT pg_current_wal_lsn() AS lsn');
  await withSql(env.DATABASE_REPLICA_URLS, async (replica) => {
    const replayed = 'SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS is_done';
    while (!(await replica.query(replayed, [rows[0]?.lsn])).rows[0]?.is_done) await delay(LOOK_EVERY_MS);
  });
}

/** Handles of products on sale, mixed. */
export async function readHandles(sql: pg.Client, count: number): Promise<string[]> {
  const { rows } = await sql.query<{ handle: string }>(
    `SELECT handle FROM product WHERE status = 'active' ${MIXED}`,
    [count],
  );
  return rows.map(({ handle }) => handle);
}

/** Titles of products on sale in the shop's first language, mixed. */
export async function readTitles(sql: pg.Client, count: number): Promise<string[]> {
  const { rows } = await sql.query<{ title: string }>(
    `SELECT title FROM product
     JOIN product_translation ON product_id = product.id
     JOIN channel ON is_default AND default_locale = locale
     WHERE product.status = 'active' ${MIXED}`,
    [count],
  );
  return rows.map(({ title }) => title);
}

export type Stored = { products: number; bytes: number };

export async function readStored(sql: pg.Client): Promise<Stored> {
  const { rows } = await sql.query<{ products: number; bytes: number }>(
    `SELECT (SELECT count(*) FROM product)::float8 AS products,
            pg_database_size(current_database())::float8 AS bytes`,
  );
  return { products: rows[0]?.products ?? 0, bytes: rows[0]?.bytes ?? 0 };
}
