import { Redis } from 'ioredis';
import type { Logger } from './log.ts';

/**
 * A connection that owes an answer for so long is made anew: after a failover one may stand and never answer again. A
 * worker's waits by design and is watched by its progress.
 */
const SILENT_MS = 5_000;

type RedisRole = 'producer' | 'worker' | 'cache';

/**
 * A connection for its use. A producer and the cache fail fast, because somebody waits for them; a worker
 * waits for Redis to come back, because its jobs do.
 */
export function connectRedis(url: string, role: RedisRole, log: Logger): Redis {
  const redis = new Redis(url, {
    connectionName: `holdfast-${role}`,
    enableOfflineQueue: role === 'worker',
    maxRetriesPerRequest: role === 'worker' ? null : 0,
    ...(role === 'worker'
      ? {}
      : { commandTimeout: role === 'cache' ? 250 : 2_000, socketTimeout: SILENT_MS }),
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(100 * attempt, 1_000),
  });
  let reachable = true;
  redis.on('ready', () => {
    if (!reachable) log.info({ redis: role }, 'redis is back');
    reachable = true;
  });
  redis.on('error', (error) => {
    if (reachable) log.warn({ redis: role, err: error }, 'redis is gone');
    reachable = false;
  });
  return redis;
}

/** Waits until the connection stands, but not long: whoever can do without Redis starts without it. */
export async function settleRedis(redis: Redis, patienceMs = 1_000): Promise<void> {
  if (redis.status === 'ready') return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, patienceMs);
    redis.once('ready', done);
    redis.once('error', done);
    function done(): void {
      clearTimeout(timer);
      redis.off('ready', done);
      redis.off('error', done);
      resolve();
    }
  });
}
