import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { explainConnectionError } from './connection-error.ts';
import { parseDatabaseUrl, SCHEMA } from './database-url.ts';
import { mapCatalogTypes } from './map-catalog-types.ts';
import { sendScriptsWhole } from './send-scripts-whole.ts';
import { waitWithoutSnapshot } from './wait-for-migration-lock.ts';

const CONNECT_TIMEOUT_MS = 10_000;

/** The engine writes unqualified names: the role's own search_path could send them elsewhere. */
function withSearchPath(url: string): string {
  const session = parseDatabaseUrl(url);
  const own = session.searchParams.get('options') ?? '';
  session.searchParams.set('options', `${own} -c search_path=${SCHEMA}`);
  return session.href;
}

function createPool(url: string): pg.Pool {
  return new pg.Pool({
    connectionString: withSearchPath(url),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // One connection that stays: the engine's advisory lock belongs to the session.
    max: 1,
    idleTimeoutMillis: 0,
  });
}

/**
 * Connects for the schema engine. Rejects with a `ConnectionError` when that fails: the engine itself would word it
 * without Prisma's code.
 */
export async function openConnection(url: string): Promise<SqlDriverAdapter> {
  const pool = createPool(url);
  try {
    const client = await pool.connect();
    client.release();
  } catch (error) {
    throw explainConnectionError(error, url);
  }
  const adapter = await new PrismaPg(pool, { schema: SCHEMA, disposeExternalPool: true }).connect();
  return waitWithoutSnapshot(sendScriptsWhole(mapCatalogTypes(adapter)));
}
