import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';

const RETRY_MS = 200;

/**
 * The engine waits inside `SELECT pg_advisory_lock(...)` while another deploy migrates. That statement holds a
 * snapshot, and a `CREATE INDEX CONCURRENTLY` of the other deploy waits for it: PostgreSQL ends the deadlock by
 * failing a deploy. Trying again and again holds nothing in between.
 */
export function waitWithoutSnapshot(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const executeRaw: SqlDriverAdapter['executeRaw'] = async (query) => {
    if (!query.sql.startsWith('SELECT pg_advisory_lock(')) return adapter.executeRaw(query);
    const attempt = { ...query, sql: query.sql.replace('pg_advisory_lock', 'pg_try_advisory_lock') };
    for (;;) {
      const { rows } = await adapter.queryRaw(attempt);
      if (rows[0]?.[0] === true) return 0;
      await sleep(RETRY_MS);
    }
  };
  return Object.assign(Object.create(adapter), { executeRaw });
}
