import { POOL_SIZE } from '@holdfast/commerce/operations/connections';
import { PROVIDER_SETTINGS } from '@holdfast/commerce/payments/open-providers';
import { z } from 'zod';

const list = z.string().transform((text) => text.split(',').filter((item) => item !== ''));

const schema = z.object({
  NODE_ID: z.string().min(1),
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535),
  DATABASE_URL: z.url(),
  /** Comma-separated. */
  DATABASE_REPLICA_URLS: list.default([]),
  /** Connections to each server at most, besides a few of fixed number. */
  DATABASE_POOL: z.coerce.number().int().min(POOL_SIZE.least).max(POOL_SIZE.most).default(POOL_SIZE.usual),
  REDIS_URL: z.url(),
  CACHE_REDIS_URL: z.url(),
  APP_SECRET: z.string().min(32),
  DATA_DIR: z.string().min(1).default('.data'),
  /** smtp:// or smtps://; without it mails become files below DATA_DIR. */
  SMTP_URL: z.url().optional(),
  MAIL_FROM: z.string().min(3).default('Holdfast <orders@localhost>'),
  STOREFRONT_URL: z
    .url()
    .transform((url) => url.replace(/\/+$/, ''))
    .default('http://localhost:3000'),
  /** Told by POST of the tags of what has changed, `{"tags":[...]}`, with the token as a bearer's. */
  CDN_PURGE_URL: z.url().optional(),
  CDN_PURGE_TOKEN: z.string().min(1).optional(),
  ...PROVIDER_SETTINGS,
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
});

export type Config = z.output<typeof schema>;

/** Reads the settings. @throws Error that names each variable that is missing or wrong. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    return set[name] === undefined ? `${name} is missing` : `${name}: ${message}`;
  });
  throw new Error(`The worker cannot start. ${faults.join('; ')}.`);
}
