import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProviderConfig } from '@holdfast/commerce/payments/test-provider';
import type { TestProject } from 'vitest/node';
import { postgresPart, redisPart, replicaPart } from './stack/embedded-parts.ts';
import { prepareLogFile } from './stack/log-file.ts';
import { applyMigrations, hasPendingMigrations } from './stack/migrations.ts';
import { paymentProviderPart } from './stack/payment-provider-part.ts';
import { findFreePort } from './stack/ports.ts';
import { type PostgresServer, postgresUrl, superuserUrl } from './stack/postgres.ts';
import { findPostgresHost, type PostgresHost } from './stack/postgres-host.ts';
import { APP_ROLE, prepareDatabase } from './stack/prepare-database.ts';
import { type RedisServer, redisUrl } from './stack/redis.ts';
import { findRedisBinary } from './stack/redis-binary.ts';
import { REDIS_CACHE_FOLDER, sourceArguments } from './stack/repository.ts';
import { Supervisor } from './stack/supervisor.ts';

/** Addresses of the servers that all test files share; a file clones `templateDatabase` for itself. */
export type TestStack = {
  /** Superuser on the primary, database `postgres`. */
  adminUrl: string;
  /** Application's role on the primary; put the clone's name in place of the database. */
  databaseUrl: string;
  /** The same on the streaming replica. */
  replicaUrl: string;
  templateDatabase: string;
  /** Both Redis have 1024 databases (/0 ../1023), so that files can keep apart. */
  redisQueueUrl: string;
  redisCacheUrl: string;
  /** The test provider's process, which tells nobody of its changes. */
  paymentProvider: TestProviderConfig;
};

declare module 'vitest' {
  interface ProvidedContext {
    stack: TestStack;
  }
}

const TEMPLATE_DATABASE = 'holdfast_template';

type Context = { folder: string; host: PostgresHost; supervisor: Supervisor; password: string };

async function startDatabases({ folder, host, supervisor, password }: Context) {
  const server = async (name: string): Promise<PostgresServer> => ({
    host,
    folder: path.join(host.root, name),
    port: await findFreePort(),
    superuserPassword: password,
    durable: false,
    maxConnections: 400,
  });
  const primary = await server('postgres');
  const replica = {
    server: await server('replica-1'),
    primary,
    slot: 'replica_1',
    replicationPassword: password,
  };
  await supervisor.start(postgresPart(primary, await prepareLogFile(folder, 'postgres')));
  const adminUrl = superuserUrl(primary);
  const access = { user: APP_ROLE, password, database: TEMPLATE_DATABASE };
  await prepareDatabase(adminUrl, {
    database: TEMPLATE_DATABASE,
    appPassword: password,
    replicationPassword: password,
  });
  const databaseUrl = postgresUrl(primary.port, access);
  const migrated = hasPendingMigrations(databaseUrl).then((has) =>
    has ? applyMigrations(databaseUrl) : undefined,
  );
  const log = await prepareLogFile(folder, 'replica-1');
  await Promise.all([migrated, supervisor.start(replicaPart(replica, log))]);
  return { adminUrl, databaseUrl, replicaUrl: postgresUrl(replica.server.port, access) };
}

async function startRedis({ folder, supervisor, password }: Context) {
  const binary = await findRedisBinary(REDIS_CACHE_FOLDER);
  const start = async (kind: RedisServer['kind']): Promise<string> => {
    const name = `redis-${kind}`;
    const server = { binary, kind, folder: path.join(folder, name), port: await findFreePort(), password };
    await supervisor.start(redisPart(server, await prepareLogFile(folder, name), ['databases 1024']));
    return redisUrl(server);
  };
  const [redisQueueUrl, redisCacheUrl] = await Promise.all([start('queue'), start('cache')]);
  return { redisQueueUrl, redisCacheUrl };
}

async function startPaymentProvider({ folder, supervisor }: Context): Promise<TestProviderConfig> {
  const server = {
    port: await findFreePort(),
    folder: path.join(folder, 'payment-provider'),
    apiKey: randomBytes(16).toString('hex'),
    webhookSecret: randomBytes(16).toString('hex'),
  };
  const logFile = await prepareLogFile(folder, 'payment-provider');
  const args = sourceArguments('tools', 'payment-provider/main');
  await supervisor.start(paymentProviderPart(server, { logFile, args }));
  const { apiKey, webhookSecret } = server;
  return { url: `http://127.0.0.1:${server.port}`, apiKey, webhookSecret };
}

export type RunningTestStack = {
  stack: TestStack;
  /** What holds the processes. */
  supervisor: Supervisor;
  /** Removes every trace. */
  stop: () => Promise<void>;
};

/** Starts a primary, its replica, two Redis and the payment provider in a folder of their own. */
export async function startTestStack(): Promise<RunningTestStack> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-test-'));
  const host = await findPostgresHost(folder);
  const password = randomBytes(12).toString('hex');
  const context = { folder, host, supervisor: new Supervisor(), password };
  const stop = async () => {
    await context.supervisor.stop({ first: [], last: ['postgres'] });
    for (const made of [folder, host.root]) await rm(made, { recursive: true, force: true });
  };
  try {
    const [databases, redis, paymentProvider] = await Promise.all([
      startDatabases(context),
      startRedis(context),
      startPaymentProvider(context),
    ]);
    const stack = { ...databases, ...redis, paymentProvider, templateDatabase: TEMPLATE_DATABASE };
    return { stack, supervisor: context.supervisor, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Vitest's global setup, loaded by its configuration.
 * @public
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stack, stop } = await startTestStack();
  project.provide('stack', stack);
  return stop;
}
