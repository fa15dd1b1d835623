import { cloneTestDatabase } from '@holdfast/db/testing';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDeps } from '../deps.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { Cache, CACHE_PREFIX, type CacheRead } from './cache.ts';
import { closeQueues, openQueues, QUEUE_PREFIX } from './queue.ts';

let shop: TestShop;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop.close());

const wanted = (key: string, tags = [`tag-${key}`]): CacheRead => ({
  family: 'catalog.product',
  key,
  tags,
  ttlSeconds: 60,
});

/** Makes Redis forget a tag, as it may when its memory is full. */
async function evict(tag: string): Promise<void> {
  const redis = new Redis(shop.cacheRedisUrl);
  const forgotten = await redis.del(`${shop.prefix}:${shop.db.epoch}:tag:${tag}`);
  redis.disconnect();
  expect(forgotten).toBe(1);
}

/** A value that says how often it was computed. */
function counter() {
  let count = 0;
  return async () => ({ count: ++count });
}

describe('the cache', () => {
  it('computes an answer once and gives it again', async () => {
    const fill = counter();
    expect(await shop.cache.read(wanted('once'), fill)).toEqual({ count: 1 });
    expect(await shop.cache.read(wanted('once'), fill)).toEqual({ count: 1 });
  });

  it('computes a key once for a hundred callers at the same time', async () => {
    const fill = counter();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => shop.cache.read(wanted('crowd'), fill)),
    );
    expect(new Set(answers.map((answer) => answer.count))).toEqual(new Set([1]));
  });

  it('serves nothing that was filled before a drop', async () => {
    const fill = counter();
    await shop.cache.read(wanted('dropped'), fill);
    await shop.cache.drop(['tag-dropped']);
    expect(await shop.cache.read(wanted('dropped'), fill)).toEqual({ count: 2 });
  });

  it('does not keep an answer that was being computed while its tag was dropped', async () => {
    const fill = counter();
    await shop.cache.read(wanted('race'), async (source) => {
      await shop.db.primary.product.create({ data: { handle: 'race' } });
      await shop.cache.drop(['tag-race']);
      return { count: -source.lsn };
    });
    expect(await shop.cache.read(wanted('race'), fill)).toEqual({ count: 1 });
  });

  it('fills only from a server that has seen the last drop', async () => {
    await shop.cache.read(wanted('newer'), async () => 0);
    await shop.db.primary.product.create({ data: { handle: 'newer' } });
    await shop.cache.drop(['tag-newer']);
    const seen = await shop.cache.read(wanted('newer'), ({ client }) =>
      client.product.count({ where: { handle: 'newer' } }),
    );
    expect(seen).toBe(1);
  });

  it('serves nothing older than its caller asks for, and goes on serving it to others', async () => {
    const fill = counter();
    await shop.cache.read(wanted('own'), fill);
    const minLsn = await shop.db.markLsn();
    expect(await shop.cache.read(wanted('own'), fill)).toEqual({ count: 1 });
    expect(await shop.cache.read({ ...wanted('own'), minLsn }, fill)).toEqual({ count: 2 });
    expect(await shop.cache.read({ ...wanted('own'), minLsn }, fill)).toEqual({ count: 2 });
  });

  it('forgets an entry whose tag was evicted, instead of trusting it', async () => {
    const fill = counter();
    await shop.cache.read(wanted('evicted', ['kept', 'lost']), fill);
    await evict('lost');
    expect(await shop.cache.read(wanted('evicted', ['kept', 'lost']), fill)).toEqual({ count: 2 });
  });

  it('fills what lost its tag only from a server that has seen every commit until then', async () => {
    for (let round = 0; round < 20; round += 1) {
      await shop.cache.read(wanted('lost-mark'), async () => 0);
      await shop.db.primary.product.create({ data: { handle: `lost-mark-${round}` } });
      await evict('tag-lost-mark');
      const seen = await shop.cache.read(wanted('lost-mark'), ({ client }) =>
        client.product.count({ where: { handle: { startsWith: 'lost-mark-' } } }),
      );
      expect(seen).toBe(round + 1);
    }
  });

  it('fails no writer whose change is committed, even when the primary goes away before the drop', async () => {
    const clone = await cloneTestDatabase(inject('stack'));
    await clone.drop();
    const redis = new Redis(shop.cacheRedisUrl, { lazyConnect: true });
    const cache = new Cache({ redis, db: clone.database, log: shop.log, prefix: shop.prefix });
    await expect(clone.database.markLsn()).rejects.toThrow();
    await expect(cache.drop(['tag-once'])).resolves.toBeNull();
    redis.disconnect();
    await clone.database.close();
  });

  it('counts each read once by family and tier, over the last seconds and since the start', async () => {
    const counts = () => shop.cache.counts().find(({ name }) => name === 'catalog.product');
    const before = counts();
    const read = () => shop.cache.read(wanted('counted'), async () => 1);
    await Promise.all([read(), read(), read()]);
    await read();
    const after = counts();
    const since = (of: 'l1Hits' | 'l2Hits' | 'misses') => [
      (after?.[of] ?? 0) - (before?.[of] ?? 0),
      (after?.sinceStart[of] ?? 0) - (before?.sinceStart[of] ?? 0),
    ];
    expect({ l1: since('l1Hits'), l2: since('l2Hits'), misses: since('misses') }).toEqual({
      l1: [2, 2],
      l2: [1, 1],
      misses: [1, 1],
    });
  });

  it('fails no read and no write when Redis is gone', async () => {
    const deps = await createDeps({
      instance: 'test',
      logLevel: 'silent',
      databaseUrl: shop.databaseUrl,
      replicaUrls: [],
      cacheRedisUrl: 'redis://127.0.0.1:1',
      databasePool: 2,
      appSecret: 'secret',
    });
    try {
      expect(await deps.cache.read(wanted('alone'), async ({ name }) => name)).toBe('primary');
      await deps.cache.drop(['tag-alone']);
    } finally {
      await deps.close();
    }
  });
});

it('the cache and the queues of one Redis have no key in common', async () => {
  const url = new URL(shop.queueRedisUrl);
  // A database that no other file of tests takes.
  url.pathname = '/1023';
  const redis = new Redis(url.href);
  const cache = new Cache({ redis, db: shop.db, log: shop.log, prefix: CACHE_PREFIX });
  const queues = openQueues(url.href, shop.log, QUEUE_PREFIX);
  try {
    await redis.ping();
    await cache.read(wanted('shared'), counter());
    await queues.payments.waitUntilReady();
    await queues.payments.add('payments.authorize', {});
    const keys = await redis.keys('*');
    const ofCache = keys.filter((key) => key.startsWith(`${CACHE_PREFIX}:`));
    const ofQueues = keys.filter((key) => key.startsWith(`${QUEUE_PREFIX}:`));
    expect(ofCache).not.toEqual([]);
    expect(ofQueues).not.toEqual([]);
    expect([...ofCache, ...ofQueues].sort()).toEqual(keys.sort());
    expect(new Set(keys).size).toBe(ofCache.length + ofQueues.length);
  } finally {
    await redis.flushdb();
    redis.disconnect();
    await closeQueues(queues);
  }
});
