import { deriveServiceToken } from '@holdfast/commerce/infra/tokens';
import { POOL_SIZE } from '@holdfast/commerce/operations/connections';
import { PROVIDER_SETTINGS } from '@holdfast/commerce/payments/open-providers';
import { z } from 'zod';

const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgresql:// address');
const redisUrl = z.string().regex(/^rediss?:\/\//, 'must be a redis:// address');
const port = z.coerce.number().int().min(0).max(65_535);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

const secret = z.string().min(32, 'must have at least 32 characters');
/** Who may say for whom it asks; Fastify knows the names. */
const proxy = z.union(
  [z.enum(['loopback', 'linklocal', 'uniquelocal']), z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()],
  'must be a list of addresses, ranges like 10.0.0.0/8, or loopback, linklocal, uniquelocal',
);

const environment = z.object({
  NODE_ID: z.string().min(1),
  API_HOST: z.string().min(1).default('127.0.0.1'),
  API_PORT: port,
  /** A bound socket that whoever started us holds: connections are accepted from it instead of API_HOST and API_PORT. */
  API_SOCKET_FD: z.coerce.number().int().min(3).optional(),
  METRICS_PORT: port,
  DATABASE_URL: postgresUrl,
  DATABASE_REPLICA_URLS: list.pipe(z.array(postgresUrl)).default([]),
  /** Connections to each server at most, besides a few of fixed number. */
  DATABASE_POOL: z.coerce.number().int().min(POOL_SIZE.least).max(POOL_SIZE.most).default(POOL_SIZE.usual),
  REDIS_URL: redisUrl,
  CACHE_REDIS_URL: redisUrl,
  APP_SECRET: secret,
  /** Given where the web app is to be told without knowing APP_SECRET, from which it is derived otherwise. */
  SERVICE_TOKEN: secret.optional(),
  ...PROVIDER_SETTINGS,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  RATE_LIMITS: z.enum(['on', 'off']).default('on'),
  /** `off`: every read is computed, to see what that costs. */
  CACHE_TIERS: z.enum(['on', 'off']).default('on'),
  /** Where the worker tells a CDN what has changed: its copies may last longer then. */
  CDN_PURGE_URL: z.url().optional(),
  /** Origins of browsers that may call the API, separated by commas. */
  ALLOWED_ORIGINS: list.pipe(z.array(z.url())).default([]),
  /** The proxies whose word on a client's address and on the host that was asked is believed, separated by commas. */
  TRUSTED_PROXIES: list.pipe(z.array(proxy)).default(['loopback']),
});

export type Config = z.output<typeof environment> & { SERVICE_TOKEN: string };

/** The settings, from the environment. Throws an error that names each setting that is missing or wrong. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  // `NAME=` in a file of settings means: not set.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (parsed.success) {
    const { SERVICE_TOKEN, ...settings } = parsed.data;
    return { ...settings, SERVICE_TOKEN: SERVICE_TOKEN ?? deriveServiceToken(settings.APP_SECRET) };
  }
  const faults = parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    return given[name] === undefined ? `${name} is missing` : `${name}: ${message}`;
  });
  throw new Error(`The API cannot start. ${faults.join('; ')}.`);
}
