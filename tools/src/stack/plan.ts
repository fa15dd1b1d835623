import { randomBytes } from 'node:crypto';
import { findFreePort } from './ports.ts';
import { postgresUrl } from './postgres.ts';
import { APP_ROLE } from './prepare-database.ts';
import type { Settings } from './settings.ts';

export const APP_DATABASE = 'holdfast';

/** Ports and passwords of the servers behind the public ports; kept in local.env from start to start. */
export type Embedded = {
  /** Next.js, behind the front: one port for good, so that the front finds it again after each restart. */
  nextPort: number;
  postgresPort: number;
  replicaPort: number;
  redisQueuePort: number;
  redisCachePort: number;
  paymentProviderPort: number;
  superuserPassword: string;
  databasePassword: string;
  replicationPassword: string;
  redisPassword: string;
  paymentProviderKey: string;
  webhookSecret: string;
};

/** The contents of local.env. */
export type LocalValues = {
  DATA_DIR: string;
  /** What a browser opens. Named localhost: next-auth wants one name, and browsers treat this one as secure. */
  WEB_URL: string;
  API_URL: string;
  METRICS_URL: string;
  DATABASE_URL: string;
  /** With commas between; empty when there is none. */
  DATABASE_REPLICA_URLS: string;
  REDIS_URL: string;
  CACHE_REDIS_URL: string;
  TEST_PROVIDER_URL: string;
  TEST_PROVIDER_KEY: string;
  TEST_PROVIDER_WEBHOOK_SECRET: string;
  APP_SECRET: string;
  OPERATOR_EMAIL: string;
  OPERATOR_PASSWORD: string;
} & Remembered;

/** Addresses of proxies before the servers, which those who use a server are told instead of its own. */
export type Detours = {
  apps: Pick<
    LocalValues,
    'DATABASE_URL' | 'DATABASE_REPLICA_URLS' | 'REDIS_URL' | 'CACHE_REDIS_URL' | 'TEST_PROVIDER_URL'
  >;
  paymentProvider: Pick<LocalValues, 'API_URL'>;
};

export type Plan = {
  embedded: Embedded;
  values: LocalValues;
  operatorPasswordIsNew: boolean;
  /** The passwords of the embedded servers are not those of an earlier start. */
  secretsAreNew: boolean;
  /** Missing but in a rehearsal of bad networks: everybody asks the servers themselves. */
  detours?: Detours;
};

type Remembered = Record<string, string>;

async function planEmbedded(remembered: Remembered): Promise<Embedded> {
  const port = (name: string) => findFreePort(Number(remembered[name]) || undefined);
  const secret = (name: string) => remembered[name] || randomBytes(16).toString('hex');
  return {
    nextPort: await port('NEXT_PORT'),
    postgresPort: await port('POSTGRES_PORT'),
    replicaPort: await port('REPLICA_PORT'),
    redisQueuePort: await port('REDIS_QUEUE_PORT'),
    redisCachePort: await port('REDIS_CACHE_PORT'),
    paymentProviderPort: await port('PAYMENT_PROVIDER_PORT'),
    superuserPassword: secret('POSTGRES_PASSWORD'),
    databasePassword: secret('DATABASE_PASSWORD'),
    replicationPassword: secret('REPLICATION_PASSWORD'),
    redisPassword: secret('REDIS_PASSWORD'),
    paymentProviderKey: secret('TEST_PROVIDER_KEY'),
    webhookSecret: secret('TEST_PROVIDER_WEBHOOK_SECRET'),
  };
}

function addresses(settings: Settings, embedded: Embedded) {
  const app = { user: APP_ROLE, password: embedded.databasePassword, database: APP_DATABASE };
  const redis = (port: number) => `redis://:${embedded.redisPassword}@127.0.0.1:${port}/0`;
  const embeddedReplica = postgresUrl(embedded.replicaPort, app);
  return {
    DATABASE_URL: settings.databaseUrl ?? postgresUrl(embedded.postgresPort, app),
    DATABASE_REPLICA_URLS: settings.databaseUrl ? (settings.replicaUrls ?? '') : embeddedReplica,
    REDIS_URL: settings.redisUrl ?? redis(embedded.redisQueuePort),
    CACHE_REDIS_URL: settings.cacheRedisUrl ?? redis(embedded.redisCachePort),
  };
}

/** Decides all addresses and credentials of a stack: what is given, else what is remembered, else new ones. */
export async function makePlan(
  settings: Settings,
  env: NodeJS.ProcessEnv,
  remembered: Remembered,
): Promise<Plan> {
  const embedded = await planEmbedded(remembered);
  const knownPassword = env.OPERATOR_PASSWORD || remembered.OPERATOR_PASSWORD;
  const values: LocalValues = {
    DATA_DIR: settings.dataDir,
    WEB_URL: `http://localhost:${settings.webPort}`,
    API_URL: `http://127.0.0.1:${settings.apiPort}`,
    METRICS_URL: `http://127.0.0.1:${settings.metricsPort}/metrics`,
    ...addresses(settings, embedded),
    TEST_PROVIDER_URL: `http://127.0.0.1:${embedded.paymentProviderPort}`,
    TEST_PROVIDER_KEY: embedded.paymentProviderKey,
    TEST_PROVIDER_WEBHOOK_SECRET: embedded.webhookSecret,
    APP_SECRET: env.APP_SECRET || remembered.APP_SECRET || randomBytes(32).toString('hex'),
    OPERATOR_EMAIL: env.OPERATOR_EMAIL || remembered.OPERATOR_EMAIL || 'operator@example.com',
    OPERATOR_PASSWORD: knownPassword || randomBytes(9).toString('base64url'),
    NEXT_PORT: String(embedded.nextPort),
    POSTGRES_PORT: String(embedded.postgresPort),
    POSTGRES_PASSWORD: embedded.superuserPassword,
    DATABASE_PASSWORD: embedded.databasePassword,
    REPLICATION_PASSWORD: embedded.replicationPassword,
    REPLICA_PORT: String(embedded.replicaPort),
    REDIS_QUEUE_PORT: String(embedded.redisQueuePort),
    REDIS_CACHE_PORT: String(embedded.redisCachePort),
    REDIS_PASSWORD: embedded.redisPassword,
    PAYMENT_PROVIDER_PORT: String(embedded.paymentProviderPort),
  };
  return {
    embedded,
    values,
    operatorPasswordIsNew: !knownPassword,
    secretsAreNew: !remembered.POSTGRES_PASSWORD,
  };
}
