import { setTimeout as pause } from 'node:timers/promises';
import { closeQueues, openQueues } from '@holdfast/commerce/infra/queue';
import { connectRedis } from '@holdfast/commerce/infra/redis';
import type { TestShop } from '@holdfast/commerce/testing';
import { Relay } from './relay.ts';

/** Asks until it is true, for 15 s at most. */
export async function eventually(what: string, ask: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000;
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
