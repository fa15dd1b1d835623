import type { Snapshot } from '@holdfast/shared/contracts/operations';
import { QUEUES } from '@holdfast/shared/jobs';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openTestShop, type TestShop } from '../testing.ts';
import { type Operations, openOperations } from './snapshot.ts';

/** Of both Redis a database that no other file uses, so that its commands can be told apart. */
const DATABASE = '777';

let shop: TestShop;
let operations: Operations;

const own = (url: string) => {
  const changed = new URL(url);
  changed.pathname = `/${DATABASE}`;
  return changed.href;
};

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  operations = openOperations(shop, {
    databaseUrl: shop.databaseUrl,
    redisUrl: own(shop.queueRedisUrl),
    cacheRedisUrl: own(shop.cacheRedisUrl),
    queuePrefix: shop.prefix,
  });
});
afterAll(async () => {
  await operations.close();
  await shop.close();
});

async function untilConnected(): Promise<void> {
  const isUp = async () => (await operations.snapshot()).redis.every(({ state }) => state === 'up');
  await expect.poll(isUp, { timeout: 8_000 }).toBe(true);
}

/** One snapshot that is read after this one, which is kept for a second. */
async function readAfter(last: Snapshot): Promise<void> {
  await expect.poll(() => operations.snapshot(), { interval: 20 }).not.toBe(last);
}

test('a snapshot costs five statements', async () => {
  const statements = async () => {
    const [row] = await shop.db.primary.$queryRaw<{ calls: number }[]>`
      SELECT sum(calls)::int AS calls FROM pg_stat_statements
      WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND query !~ 'pg_stat_statements|lsn'`;
    return row?.calls ?? 0;
  };
  await shop.db.primary.$executeRaw`CREATE EXTENSION IF NOT EXISTS pg_stat_statements`;
  await untilConnected();
  const last = await operations.snapshot();
  const before = await statements();
  await readAfter(last);
  expect((await statements()) - before).toBe(5);
});

test('a snapshot costs the Redis of the queues three commands a queue and one, and that of the cache one', async () => {
  const seen: Record<string, number> = { queue: 0, cache: 0 };
  const watch = async (name: 'queue' | 'cache', url: string) => {
    const monitor = await new Redis(url).monitor();
    monitor.on('monitor', (_time: string, _args: string[], source: string, database: string) => {
      if (database === DATABASE && source !== 'lua') seen[name] = (seen[name] ?? 0) + 1;
    });
    return monitor;
  };
  await untilConnected();
  const last = await operations.snapshot();
  const monitors = await Promise.all([
    watch('queue', shop.queueRedisUrl),
    watch('cache', shop.cacheRedisUrl),
  ]);
  await readAfter(last);
  // MONITOR does not show CLIENT LIST, of which there is one more for each queue.
  await expect.poll(() => seen).toEqual({ queue: 3 * QUEUES.length + 1, cache: 1 });
  for (const monitor of monitors) monitor.disconnect();
});
