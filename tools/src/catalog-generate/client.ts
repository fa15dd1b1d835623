import pg from 'pg';
import type { Shop } from './goods-rows.ts';

/**
 * For many rows at once: nobody waits for the disk, since a run that was broken off goes on. Batches come faster than
 * PostgreSQL counts, so that it would read whole tables where an index knows the few new rows.
 */
const SETTINGS = `
  SET synchronous_commit = off;
  SET work_mem = '64MB';
  SET enable_seqscan = off`;

/**
 * Whoever may: foreign keys are not looked up row by row, which is a third of all the work. They hold without it: what a batch
 * points to is of the batch itself, or is held by its transaction (`whileShopIsHeld`).
 */
const LEAVE_OUT_KEYS = `
  SELECT set_config('session_replication_role', 'replica', false)
  WHERE has_parameter_privilege('session_replication_role', 'SET')`;

/** A client to fill tables with, for as long as the work lasts. */
export async function withFillingClient(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'holdfast-catalog-generate',
  });
  await client.connect();
  try {
    await client.query(SETTINGS);
    await client.query(LEAVE_OUT_KEYS);
    await work(client);
  } finally {
    await client.end();
  }
}

/** In a transaction that holds what goods point to, as foreign keys do: nobody takes it away before the commit. */
export async function whileShopIsHeld(
  client: pg.Client,
  { shop, work }: { shop: Shop; work: () => Promise<void> },
): Promise<void> {
  await client.query('BEGIN');
  try {
    await holdRows(client, 'channel', [shop.channelId]);
    await holdRows(client, 'stock_location', [shop.locationId]);
    await holdRows(client, 'category', [...shop.categories.values()]);
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

async function holdRows(
  client: pg.Client,
  table: 'channel' | 'stock_location' | 'category',
  ids: string[],
): Promise<void> {
  const held = await client.query(`SELECT FROM ${table} WHERE id = ANY($1) FOR KEY SHARE`, [ids]);
  if (held.rowCount !== ids.length)
    throw new Error(`Something of ${table} went away while goods were made for it.`);
}
