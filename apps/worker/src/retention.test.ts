import { randomUUID } from 'node:crypto';
import { listProducts } from '@holdfast/commerce/catalog/list-products';
import { jobOptions } from '@holdfast/commerce/infra/queue';
import { connectRedis } from '@holdfast/commerce/infra/redis';
import { cleanQueue } from '@holdfast/commerce/operations/clean-queue';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { sellVariant } from '@holdfast/commerce/testing-goods';
import { QUEUE_KINDS } from '@holdfast/shared/jobs';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { cleanQueues } from './clean-queues.ts';
import { eventually, mailerThat, openRelay, openWorkers, ownRedis } from './testing.ts';

const REDIS_DATABASE = 707;
const EXPIRE = 'orders.expire-unpaid';
const CONFIRM = 'notifications.order-confirmation';
/** Of each queue, however many jobs it has seen; a stream of events is cut at 10,000. */
const STRUCTURE = new Set([
  'meta',
  'id',
  'wait',
  'active',
  'delayed',
  'completed',
  'failed',
  'events',
  'marker',
  'pc',
]);
const EXPIRING = 'stalled-check';
let shop: TestShop;
let sending: Awaited<ReturnType<typeof openRelay>>;
let working: Awaited<ReturnType<typeof openWorkers>>;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  const url = await ownRedis(shop, REDIS_DATABASE);
  sending = await openRelay(shop, url);
  working = await openWorkers(shop, { url, mailer: mailerThat(async () => {}) });
});
afterAll(async () => {
  await working.close();
  await sending.close();
  await shop.close();
});

/** Jobs as the relay sends them; those of CONFIRM fail for good, since there is no such order. */
async function run(name: typeof EXPIRE | typeof CONFIRM, count: number): Promise<void> {
  const queue = sending.queues[name === EXPIRE ? 'orders' : 'notifications'];
  const jobs = Array.from({ length: count }, () => ({
    name,
    data: { eventId: randomUUID(), payload: { orderId: randomUUID() } },
    opts: jobOptions(name, randomUUID()),
  }));
  await queue.addBulk(jobs);
  await eventually(
    'they are over',
    async () => (await queue.count()) + (await queue.getActiveCount()) === 0,
    60_000,
  );
}

it('twenty#26219: finished jobs never fill redis, however many there are', { timeout: 120_000 }, async () => {
  const { count } = QUEUE_KINDS.orders.keep.completed;
  await run(EXPIRE, count + 200);
  expect(await sending.queues.orders.getCompletedCount()).toBe(count);
  await run(CONFIRM, 50);
  expect(await sending.queues.notifications.getFailedCount()).toBe(50);
});

it('twenty#26219: in a quiet queue they go with their age', async () => {
  const { orders, notifications } = sending.queues;
  const before = await orders.getCompletedCount();
  expect(before).toBeGreaterThan(0);
  await age(sending.redis, `${shop.prefix}:orders:completed`, QUEUE_KINDS.orders.keep.completed.age);
  await age(sending.redis, `${shop.prefix}:notifications:failed`, QUEUE_KINDS.notifications.keep.failed.age);
  await cleanQueues({ queues: sending.queues, deadLetters: working.workers.deadLetters });
  expect(await orders.getCompletedCount()).toBe(0);
  expect(await notifications.getFailedCount()).toBe(0);
});

/** As if all of them had ended so long ago. */
async function age(redis: Redis, key: string, seconds: number): Promise<void> {
  const ids = await redis.zrange(key, '0', '-1');
  for (const id of ids) await redis.zincrby(key, -(seconds + 60) * 1_000, id);
}

it('what is kept of jobs that are over is removed when an operator says so', async () => {
  await run(EXPIRE, 10);
  await run(CONFIRM, 10);
  const { queues } = sending;
  expect(await cleanQueue(queues, { queue: 'orders', outcome: 'completed' })).toEqual({ removed: 10 });
  expect(await cleanQueue(queues, { queue: 'notifications', outcome: 'failed' })).toEqual({ removed: 10 });
  expect(await queues.orders.getCompletedCount()).toBe(0);
});

it('medusa#14078: each key of the queues has a use that bounds it, or expires', async () => {
  await run(EXPIRE, 20);
  await run(CONFIRM, 20);
  const { redis } = sending;
  const kept = new Set<string>();
  for (const queue of ['orders', 'notifications', 'payments', 'dead-letter']) {
    for (const state of ['completed', 'failed']) {
      for (const id of await redis.zrange(`${shop.prefix}:${queue}:${state}`, '0', '-1'))
        kept.add(`${queue}:${id}`);
    }
    for (const id of await redis.lrange(`${shop.prefix}:${queue}:wait`, 0, -1)) kept.add(`${queue}:${id}`);
  }
  const unbounded: string[] = [];
  for (const key of await redis.keys('*')) {
    const own = key.slice(`${shop.prefix}:`.length);
    const part = own.slice(own.indexOf(':') + 1);
    const isBounded = own === 'epoch' || STRUCTURE.has(part) || kept.has(own);
    const expires = (await redis.pttl(key)) > 0;
    if (part === EXPIRING) expect(expires, key).toBe(true);
    if (!isBounded && !expires) unbounded.push(key);
  }
  expect(unbounded).toEqual([]);
  expect(kept.size).toBeGreaterThan(39);
});

it('medusa#14078: each key of the cache expires', async () => {
  await sellVariant(shop);
  await listProducts(shop, { sort: 'featured', limit: 24 });
  const redis = connectRedis(shop.cacheRedisUrl, 'worker', shop.log);
  const keys = await redis.keys(`${shop.prefix}*`);
  expect(keys.length).toBeGreaterThan(0);
  for (const key of keys) expect(await redis.pttl(key), key).toBeGreaterThan(0);
  redis.disconnect();
});
