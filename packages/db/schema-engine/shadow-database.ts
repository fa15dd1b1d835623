import { randomUUID } from 'node:crypto';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import type { Datasource } from './arguments.ts';
import { requireUrl, SCHEMA, withDatabase } from './database-url.ts';
import { openConnection } from './open-connection.ts';

/**
 * Creates a database beside the real one and connects to it; disposing of the connection drops it.
 *
 * adapter-pg's own version is of no use: beside a connection string it names the new database in a field that pg
 * ignores, so the "shadow" connection is to the REAL database; and it drops the database before it leaves it.
 */
async function openTemporaryDatabase(url: string): Promise<SqlDriverAdapter> {
  const main = await openConnection(url);
  const name = `prisma_migrate_shadow_db_${randomUUID()}`;
  await main.executeScript(`CREATE DATABASE "${name}"`);
  const shadow = await openConnection(withDatabase(url, name));
  const disconnect = shadow.dispose.bind(shadow);
  shadow.dispose = async () => {
    await disconnect();
    await main.executeScript(`DROP DATABASE "${name}" WITH (FORCE)`);
    await main.dispose();
  };
  return shadow;
}

/** What tells one database of one server from all others, however it is addressed. */
async function identify(connection: SqlDriverAdapter): Promise<string> {
  const sql = `SELECT extract(epoch FROM pg_postmaster_start_time())::text, oid::text
    FROM pg_database WHERE datname = current_database()`;
  const { rows } = await connection.queryRaw({ sql, args: [], argTypes: [] });
  return String(rows[0]);
}

async function isSameDatabase(connection: SqlDriverAdapter, url: string): Promise<boolean> {
  const other = await openConnection(url);
  try {
    return (await identify(connection)) === (await identify(other));
  } finally {
    await other.dispose();
  }
}

/** Connects to a shadow database that somebody provides, for roles that may not create one, and empties it. */
async function openProvidedDatabase(shadowUrl: string, url: string | undefined): Promise<SqlDriverAdapter> {
  const shadow = await openConnection(shadowUrl);
  if (url && (await isSameDatabase(shadow, url))) {
    await shadow.dispose();
    throw new Error(
      'The shadow database is the real database: it would be emptied. Set SHADOW_DATABASE_URL to another one.',
    );
  }
  await shadow.executeScript(`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE; CREATE SCHEMA ${SCHEMA};`);
  return shadow;
}

/** Connects to an empty database where the engine replays the migrations. */
export async function openShadowDatabase({ url, shadowDatabaseUrl }: Datasource): Promise<SqlDriverAdapter> {
  if (shadowDatabaseUrl) return openProvidedDatabase(shadowDatabaseUrl, url);
  return openTemporaryDatabase(requireUrl(url));
}
