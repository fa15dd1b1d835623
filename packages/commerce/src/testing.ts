import { randomBytes } from 'node:crypto';
import { cloneTestDatabase, type TestServers } from '@holdfast/db/testing';
import { createDeps, type Deps } from './deps.ts';
import type { TestProviderConfig } from './payments/test-provider.ts';

/** The servers of a test run, given by its global set-up. */
export type CommerceTestServers = TestServers & {
  redisQueueUrl: string;
  redisCacheUrl: string;
  paymentProvider: TestProviderConfig;
};

export type TestShop = Deps & {
  databaseUrl: string;
  replicaUrl: string;
  cacheRedisUrl: string;
  queueRedisUrl: string;
  /** In front of this file's keys in both Redis. */
  prefix: string;
  /** The payment provider of all files; its charges are told apart by their payment's id. */
  paymentProvider: TestProviderConfig;
  close(): Promise<void>;
};

/** A shop of its own for one test file: a cloned database, and a prefix of its own in Redis. */
export async function openTestShop(servers: CommerceTestServers): Promise<TestShop> {
  const clone = await cloneTestDatabase(servers);
  const prefix = `test-${randomBytes(6).toString('hex')}`;
  const deps = await createDeps({
    instance: 'test',
    logLevel: 'silent',
    databaseUrl: clone.databaseUrl,
    replicaUrls: [clone.replicaUrl],
    cacheRedisUrl: servers.redisCacheUrl,
    databasePool: 10,
    appSecret: randomBytes(32).toString('hex'),
    cachePrefix: prefix,
  });
  return {
    ...deps,
    databaseUrl: clone.databaseUrl,
    replicaUrl: clone.replicaUrl,
    cacheRedisUrl: servers.redisCacheUrl,
    queueRedisUrl: servers.redisQueueUrl,
    prefix,
    paymentProvider: servers.paymentProvider,
    close: async () => {
      await deps.close();
      await clone.drop();
    },
  };
}
