import { Database } from '@holdfast/db/database';
import { createPrisma, type PrismaClient } from '@holdfast/db/prisma';
import { Signals } from '@holdfast/db/signals';
import type { Redis } from 'ioredis';
import { CACHE_PREFIX, Cache } from './infra/cache/cache.ts';
import { InvalidationTail } from './infra/cache/invalidation-tail.ts';
import type { ReadTrace } from './infra/cache/read-trace.ts';
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
  /** Of the answer to whoever waits: what it rests on. */
  trace?: ReadTrace;
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
  /** False: each read is computed. */
  caches?: boolean;
};

const FOLLOWER_TIMEOUT_MS = 2_000;

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
  const signals = new Signals(config.databaseUrl, (error) => {
    log.warn({ err: error }, 'signals are interrupted');
  });
  const follower = createPrisma(config.databaseUrl, {
    poolSize: 1,
    applicationName: `holdfast-invalidations:${config.instance}`,
    connectTimeoutMs: FOLLOWER_TIMEOUT_MS,
    statementTimeoutMs: FOLLOWER_TIMEOUT_MS,
  });
  const tail = new InvalidationTail({ client: follower, signals, log });
  const cache = new Cache({
    redis: cacheRedis,
    db,
    tail,
    prefix: config.cachePrefix ?? CACHE_PREFIX,
    isOn: config.caches ?? true,
  });
  const close = () => closeAll({ db, signals, cacheRedis, tail, follower });
  try {
    await Promise.all([db.start(), settleRedis(cacheRedis)]);
  } catch (error) {
    await close();
    throw error;
  }
  return { db, cache, signals, log, appSecret: config.appSecret, close };
}

type Parts = {
  db: Database;
  signals: Signals;
  cacheRedis: Redis;
  tail: InvalidationTail;
  follower: PrismaClient;
};

async function closeAll({ db, signals, cacheRedis, tail, follower }: Parts): Promise<void> {
  cacheRedis.disconnect();
  await tail.close();
  await signals.close();
  await Promise.all([db.close(), follower.$disconnect()]);
}
