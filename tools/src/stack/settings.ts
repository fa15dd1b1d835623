import path from 'node:path';
import { POOL_SIZE } from '@holdfast/commerce/operations/connections';
import { REPOSITORY } from './repository.ts';
import { StackError } from './stack-error.ts';

export const MOST_API_INSTANCES = 64;

/** What a person decides about a stack, by the environment. */
export type Settings = {
  /** Absolute. */
  dataDir: string;
  /** Where browsers come: the front. */
  webPort: number;
  apiPort: number;
  metricsPort: number;
  apiInstances: number;
  /** Connections of each process for what it does most, to each server. */
  databasePool: number;
  /** Servers that are used instead of embedded ones. */
  databaseUrl: string | undefined;
  replicaUrls: string | undefined;
  redisUrl: string | undefined;
  /** The same as `redisUrl` when that one is given and no other for the cache. */
  cacheRedisUrl: string | undefined;
};

function integer(
  env: NodeJS.ProcessEnv,
  name: string,
  range: { or: number; from: number; to: number },
): number {
  const text = env[name];
  if (!text) return range.or;
  const value = Number(text);
  if (!Number.isInteger(value) || value < range.from || value > range.to) {
    throw new StackError(`${name} must be a whole number from ${range.from} to ${range.to}, not "${text}".`);
  }
  return value;
}

/** The data folder: DATA_DIR, relative to the repository, `.data` when there is none. */
export function dataDirOf(env: NodeJS.ProcessEnv): string {
  return path.resolve(REPOSITORY, env.DATA_DIR || '.data');
}

function requireDistinct(ports: Record<string, number>): void {
  const names = new Map<number, string>();
  for (const [name, port] of Object.entries(ports)) {
    const other = names.get(port);
    if (other) throw new StackError(`${other} and ${name} are both ${port}: they need one each.`);
    names.set(port, name);
  }
}

const POSTGRES_URL = /^postgres(ql)?:\/\/./;
/** A database is chosen by its number. */
const REDIS_URL = /^rediss?:\/\/[^/]+(\/\d*)?(\?.*)?$/;

function address(
  env: NodeJS.ProcessEnv,
  name: string,
  { form, example }: { form: RegExp; example: string },
): string | undefined {
  const text = env[name];
  if (!text) return undefined;
  // Its value may hold a password, so it is not shown.
  if (!form.test(text)) throw new StackError(`${name} must be an address like ${example}`);
  return text;
}

/** @throws StackError that names the variable which is wrong. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  if (env.DATABASE_REPLICA_URLS && !env.DATABASE_URL) {
    throw new StackError('DATABASE_REPLICA_URLS needs DATABASE_URL: whose replicas are they?');
  }
  const port = (name: string, or: number) => integer(env, name, { or, from: 1, to: 65_535 });
  const webPort = port('WEB_PORT', 3000);
  const apiPort = port('API_PORT', 4000);
  const metricsPort = port('METRICS_PORT', 9464);
  requireDistinct({ WEB_PORT: webPort, API_PORT: apiPort, METRICS_PORT: metricsPort });
  const postgres = { form: POSTGRES_URL, example: 'postgresql://user:password@host:5432/name' };
  const redis = { form: REDIS_URL, example: 'redis://:password@host:6379/0' };
  const redisUrl = address(env, 'REDIS_URL', redis);
  return {
    dataDir: dataDirOf(env),
    webPort,
    apiPort,
    metricsPort,
    apiInstances: integer(env, 'API_INSTANCES', { or: 2, from: 1, to: MOST_API_INSTANCES }),
    databasePool: integer(env, 'DATABASE_POOL', {
      or: POOL_SIZE.usual,
      from: POOL_SIZE.least,
      to: POOL_SIZE.most,
    }),
    databaseUrl: address(env, 'DATABASE_URL', postgres),
    replicaUrls: env.DATABASE_REPLICA_URLS || undefined,
    redisUrl,
    cacheRedisUrl: address(env, 'CACHE_REDIS_URL', redis) ?? redisUrl,
  };
}
