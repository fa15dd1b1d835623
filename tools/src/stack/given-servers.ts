import { withClient } from './postgres.ts';
import { redisAnswers } from './redis.ts';
import type { Settings } from './settings.ts';
import { StackError } from './stack-error.ts';

async function requireDatabase(url: string): Promise<void> {
  await withClient(url, (client) => client.query('select 1')).catch((error: Error) => {
    throw new StackError(`The database of DATABASE_URL does not answer: ${error.message}`);
  });
}

async function requireRedis(variable: string, url: string): Promise<void> {
  if (await redisAnswers(url)) return;
  throw new StackError(`The Redis of ${variable} does not answer: is its address and password right?`);
}

/**
 * Asks the servers that the environment names whether they are there. A given replica may be away: reads
 * then go to the primary.
 * @throws StackError that names the variable.
 */
export async function requireGivenServers(settings: Settings): Promise<void> {
  if (settings.databaseUrl) await requireDatabase(settings.databaseUrl);
  if (settings.redisUrl) await requireRedis('REDIS_URL', settings.redisUrl);
  if (settings.cacheRedisUrl) await requireRedis('CACHE_REDIS_URL', settings.cacheRedisUrl);
}
