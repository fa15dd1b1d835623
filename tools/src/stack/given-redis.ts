import { Redis } from 'ioredis';
import { StackError } from './stack-error.ts';

/** As major * 100 + minor: BullMQ's scripts need it. */
const OLDEST_REDIS = 602;

/** What a Redis that somebody gave us says of itself. */
export type GivenRedis = {
  version: string;
  /** `noeviction`, or what it forgets when its memory is full: `allkeys-lru`... */
  maxmemoryPolicy: string;
};

async function readInfo(url: string): Promise<string> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 2_000,
    commandTimeout: 2_000,
    retryStrategy: () => null,
    enableReadyCheck: false,
  });
  // The event tells why (a wrong password, no such database number); the rejection only that it did not work.
  let reason: Error | undefined;
  client.on('error', (error) => {
    reason ??= error;
  });
  try {
    await client.connect();
    const info = await client.info();
    if (reason) throw reason;
    return info;
  } catch (error) {
    throw reason ?? error;
  } finally {
    client.disconnect();
  }
}

/**
 * Asks the Redis of a variable what it is.
 * @throws StackError that names the variable: it does not answer, or is too old.
 */
export async function inspectRedis(variable: string, url: string): Promise<GivenRedis> {
  const info = await readInfo(url).catch((error: Error) => {
    throw new StackError(`The Redis of ${variable} does not answer: ${error.message}`);
  });
  const field = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? '';
  const version = field('redis_version');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major * 100 + minor < OLDEST_REDIS) {
    throw new StackError(
      `The Redis of ${variable} is ${version}, which is too old: Holdfast needs 6.2 or newer`,
    );
  }
  return { version, maxmemoryPolicy: field('maxmemory_policy') };
}
