import { Database } from '@holdfast/db/database';
import { Signals } from '@holdfast/db/signals';
import type { Redis } from 'ioredis';
import { CACHE_PREFIX, Cache } from './infra/cache.ts';
import type { CallerPosition } from './infra/caller-position.ts';
import { createLog, type Logger } from './infra/log.ts';
import { connectRedis, settleRedis } from './infra/redis.ts';

/** What the domain works with. Handed to every function that needs more than its arguments. */
export type Deps = {
  db: Database;
  cache: Cache;
  signals: Signals;
  log: Logger;
  /** Signs the tokens that open an order; the same in all processes. */
  appSecret: string;
  /** Of whoever waits for the answer; what is done for nobody, a job, has none. */
  position?: CallerPosition;
};

export type DepsConfig = {
  instance: string;
  logLevel: string;
  databaseUrl: string;
  replicaUrls: string[];
  cacheRedisUrl: string;
  /** PostgreSQL connections of this process at most, per server. */
  databasePool: number;
  appSecret: string;
  /** In front of each key in the cache's Redis. */
  cachePrefix?: string;
};

/**
 * Connects. `close` gives everything back; when connecting fails, that is done already.
 * @throws Error when the primary cannot be reached. Redis may come later.
 */
export async function createDeps(config: DepsConfig): Promise<Deps & { close(): Promise<void> }> {
  const log = createLog(config.instance, config.logLevel);
  const db = new Database({
    databaseUrl: config.databaseUrl,
    replicaUrls: config.replicaUrls,
    poolSize: config.databasePool,
    applicationName: `holdfast-${config.instance}`,
  });
  const cacheRedis = connectRedis(config.cacheRedisUrl, 'cache', log);
  const cache = new Cache({ redis: cacheRedis, db, log, prefix: config.cachePrefix ?? CACHE_PREFIX });
  const signals = new Signals(config.databaseUrl, (error) => {
    log.warn({ err: error }, 'signals are interrupted');
  });
  const close = () => closeAll(db, signals, cacheRedis);
  try {
    await Promise.all([db.start(), settleRedis(cacheRedis)]);
  } catch (error) {
    await close();
    throw error;
  }
  return { db, cache, signals, log, appSecret: config.appSecret, close };
}

async function closeAll(db: Database, signals: Signals, cacheRedis: Redis): Promise<void> {
  cacheRedis.disconnect();
  await signals.close();
  await db.close();
}
