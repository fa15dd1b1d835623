import { setTimeout as pause } from 'node:timers/promises';
import { closeQueues, openQueues } from '@holdfast/commerce/infra/queue';
import { connectRedis } from '@holdfast/commerce/infra/redis';
import type { Mail, Mailer } from '@holdfast/commerce/notifications/mailer';
import type { TestShop } from '@holdfast/commerce/testing';
import { Registry } from 'prom-client';
import type { WorkerDeps } from './handlers.ts';
import { createJobMetrics } from './job-metrics.ts';
import { Relay } from './relay.ts';
import { startWorkers } from './worker.ts';

/** Asks until it is true, for 15 s at most if nothing else is said. */
export async function eventually(
  what: string,
  ask: () => boolean | Promise<boolean>,
  patienceMs = 15_000,
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await ask())) {
    if (performance.now() > deadline) throw new Error(`it never came true that ${what}`);
    await pause(20);
  }
}

/** A relay with its connections; `url` is the queues' Redis. */
export async function openRelay(shop: TestShop, url: string) {
  const queues = openQueues(url, shop.log, shop.prefix);
  const redis = connectRedis(url, 'producer', shop.log);
  const { db, signals, log, prefix } = shop;
  // Both fail fast, also before they are connected.
  await eventually('redis answers', () =>
    Promise.all([redis.ping(), queues.orders.count()]).then(
      () => true,
      () => false,
    ),
  );
  const relay = new Relay({ db, signals, log, queues, redis, prefix });
  return {
    relay,
    queues,
    redis,
    close: async () => {
      await relay.stop();
      redis.disconnect();
      await closeQueues(queues);
    },
  };
}

/** A numbered database of the test Redis, emptied: this file's alone. */
export async function ownRedis(shop: TestShop, database: number): Promise<string> {
  const url = new URL(shop.queueRedisUrl);
  url.pathname = `/${database}`;
  const redis = connectRedis(url.href, 'worker', shop.log);
  await redis.flushdb();
  redis.disconnect();
  return url.href;
}

/** A mailer that does with each mail what the test wants. */
export function mailerThat(send: (mail: Mail) => Promise<void>): Mailer {
  return { send, circuits: [], close: () => {} };
}

/** Workers whose only outside world is this mailer: there is no payment provider. */
export async function openWorkers(shop: TestShop, { url, mailer }: { url: string; mailer: Mailer }) {
  const deps: WorkerDeps = { ...shop, mailer, providers: {}, storefrontUrl: 'https://shop.example' };
  const metrics = createJobMetrics(new Registry(), shop.db);
  const workers = startWorkers(deps, { redisUrl: url, prefix: shop.prefix, metrics });
  await eventually('jobs are taken', () => workers.areTaking());
  return {
    workers,
    close: async () => {
      await workers.close(5_000);
      await closeQueues({ deadLetters: workers.deadLetters });
    },
  };
}
