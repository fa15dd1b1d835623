import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { explainConnectionError } from './connection-error.ts';
import { parseDatabaseUrl, SCHEMA } from './database-url.ts';
import { mapCatalogTypes } from './map-catalog-types.ts';
import { waitWithoutSnapshot } from './wait-for-migration-lock.ts';

const CONNECT_TIMEOUT_MS = 10_000;

function createPool(url: string): pg.Pool {
  return new pg.Pool({
    connectionString: parseDatabaseUrl(url).href,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // One connection that stays: the engine's advisory lock belongs to its session.
    max: 1,
    idleTimeoutMillis: 0,
    // The engine writes unqualified names; the role's own search_path could send them elsewhere.
    onConnect: (client) => client.query(`SET search_path TO ${SCHEMA}`),
  });
}

/**
 * adapter-pg splits a script at each `;`, which breaks function bodies. Without arguments `executeRaw` sends the text
 * as one simple query, as the native engine does: PostgreSQL runs it in one implicit transaction.
 */
function sendScriptsWhole(adapter: SqlDriverAdapter): void {
  const send = (sql: string) => adapter.executeRaw({ sql, args: [], argTypes: [] });
  adapter.executeScript = async (script) => {
    try {
      await send(script);
    } catch (error) {
      // A script that fails within its own BEGIN leaves an aborted transaction: the failure could not be recorded.
      await send('ROLLBACK').catch(() => {});
      throw error;
    }
  };
}

/** Rejects with a `ConnectionError`: the engine words the driver's own errors without Prisma's codes. */
async function connect(pool: pg.Pool, url: string): Promise<void> {
  try {
    const client = await pool.connect();
    client.release();
  } catch (error) {
    await pool.end();
    throw explainConnectionError(error, url);
  }
}

/** Connects for the schema engine. Rejects with a `ConnectionError` when that fails. */
export async function openConnection(url: string): Promise<SqlDriverAdapter> {
  const pool = createPool(url);
  await connect(pool, url);
  const adapter = await new PrismaPg(pool, { schema: SCHEMA, disposeExternalPool: true }).connect();
  mapCatalogTypes(adapter);
  sendScriptsWhole(adapter);
  waitWithoutSnapshot(adapter);
  return adapter;
}
