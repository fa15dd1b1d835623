import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlDriverAdapter, SqlQuery } from '@prisma/driver-adapter-utils';

const RETRY_MS = 200;

function tryLock(query: SqlQuery): SqlQuery {
  return { ...query, sql: query.sql.replace('pg_advisory_lock', 'pg_try_advisory_lock') };
}

/**
 * The engine waits inside `SELECT pg_advisory_lock(...)` while another deploy migrates. That statement holds a
 * snapshot, and a `CREATE INDEX CONCURRENTLY` of the other deploy waits for it: PostgreSQL ends the deadlock by
 * failing a deploy. Trying again and again holds nothing in between.
 */
export function waitWithoutSnapshot(adapter: SqlDriverAdapter): void {
  const { executeRaw } = adapter;
  adapter.executeRaw = async (query) => {
    if (!query.sql.startsWith('SELECT pg_advisory_lock(')) return executeRaw.call(adapter, query);
    for (;;) {
      const { rows } = await adapter.queryRaw(tryLock(query));
      if (rows[0]?.[0] === true) return 0;
      await sleep(RETRY_MS);
    }
  };
}
