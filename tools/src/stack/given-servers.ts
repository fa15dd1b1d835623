import { findTooFew } from './connections.ts';
import { inspectDatabase } from './given-database.ts';
import { inspectRedis } from './given-redis.ts';
import type { Settings } from './settings.ts';

/** What a person should know of the given Redis, though Holdfast runs with it. */
export async function adviseOnRedis({ redisUrl, cacheRedisUrl }: Settings): Promise<string[]> {
  const advice: string[] = [];
  if (!redisUrl) return advice;
  const { maxmemoryPolicy } = await inspectRedis('REDIS_URL', redisUrl);
  if (maxmemoryPolicy !== 'noeviction') {
    advice.push(
      `The Redis of REDIS_URL forgets keys when it is full (${maxmemoryPolicy}), jobs among them: set its maxmemory-policy to noeviction.`,
    );
  }
  if (cacheRedisUrl === redisUrl) {
    advice.push(
      'Queues and cache share the Redis of REDIS_URL. Better give the cache its own: CACHE_REDIS_URL.',
    );
  }
  return advice;
}

async function adviseOnDatabase(settings: Settings): Promise<string[]> {
  if (!settings.databaseUrl) return [];
  const { letsIn } = await inspectDatabase(settings.databaseUrl);
  const tooFew = findTooFew(settings, letsIn);
  return tooFew ? [`The database of DATABASE_URL ${tooFew}.`] : [];
}

/**
 * Asks the servers that the environment names whether they are there and will do, and gives advice on them. A
 * given replica may be away: reads then go to the primary.
 * @throws StackError that names the variable.
 */
export async function requireGivenServers(settings: Settings): Promise<string[]> {
  const { redisUrl, cacheRedisUrl } = settings;
  const advice = await adviseOnDatabase(settings);
  if (cacheRedisUrl && cacheRedisUrl !== redisUrl) await inspectRedis('CACHE_REDIS_URL', cacheRedisUrl);
  return [...advice, ...(await adviseOnRedis(settings))];
}
