import pg from 'pg';
import type { DatabaseCommand } from './arguments.ts';
import { type ConnectionError, explainConnectionError } from './connection-error.ts';
import { databaseName, withDatabase } from './database-url.ts';

const CONNECT_TIMEOUT_MS = 5_000;

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  try {
    await client.connect();
    await client.query(sql);
  } catch (error) {
    throw explainConnectionError(error, url);
  } finally {
    await client.end();
  }
}

async function execute(command: DatabaseCommand, url: string): Promise<void> {
  const name = databaseName(url);
  switch (command) {
    case 'can-connect-to-database':
      return query(url, 'SELECT 1');
    case 'create-database':
      return query(withDatabase(url, 'postgres'), `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  }
}

/** Runs one command on a database. A failure is reported on stderr as Prisma's CLI reads it, with exit code 1. */
export async function runDatabaseCommand(command: DatabaseCommand, url: string): Promise<void> {
  try {
    await execute(command, url);
  } catch (error) {
    const { code, message } = error as ConnectionError;
    const fields = { message, error_code: code };
    // The CLI skips the first line and expects JSON on each of the others.
    process.stderr.write(
      `\n${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}\n`,
    );
    process.exitCode = 1;
  }
}
