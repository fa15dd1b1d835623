import type { ReadSource } from '@holdfast/db/database';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDeps, type DepsConfig } from '../../deps.ts';
import { openTestShop, type TestShop } from '../../testing.ts';
import { closeQueues, openQueues, QUEUE_PREFIX } from '../queue.ts';
import { type Cache, CACHE_PREFIX, type CacheRead } from './cache.ts';
import { invalidate } from './invalidate.ts';
import { ReadTrace } from './read-trace.ts';

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

/** Commits a change of what carries the tag, and tells nobody. */
async function change(tag: string, handle: string): Promise<void> {
  await shop.db.primary.$transaction(async (tx) => {
    await tx.product.create({ data: { handle } });
    await invalidate(tx, [tag]);
  });
}

const countProducts =
  (handle: string) =>
  ({ client }: ReadSource) =>
    client.product.count({ where: { handle } });

/**
 * Another process of the same shop, which has served already. What was filled before it began it does not trust, so that
 * the replica must be known to have come as far.
 */
async function openSibling(overrides: Partial<DepsConfig> = {}) {
  const sibling = await createDeps({
    instance: 'sibling',
    logLevel: 'silent',
    databaseUrl: shop.databaseUrl,
    replicaUrls: [],
    cacheRedisUrl: shop.cacheRedisUrl,
    databasePool: 4,
    appSecret: 'secret',
    cachePrefix: shop.prefix,
    ...overrides,
  });
  await sibling.cache.read(wanted('warm'), async () => 0);
  const begun = await shop.db.markLsn();
  await expect.poll(() => shop.db.read(begun, async ({ name }) => name)).toBe('replica-1');
  return sibling;
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

  it('serves its writer and everybody after them nothing that was filled before a change', async () => {
    const read = () => shop.cache.read(wanted('changed'), countProducts('changed'));
    expect(await read()).toBe(0);
    await change('tag-changed', 'changed');
    await shop.cache.settle();
    expect(await read()).toBe(1);
  });

  it('does not keep an answer that was being computed while its tag was invalidated', async () => {
    const fill = counter();
    await shop.cache.read(wanted('race'), async () => {
      await change('tag-race', 'race');
      await shop.cache.settle();
      return { count: -1 };
    });
    expect(await shop.cache.read(wanted('race'), fill)).toEqual({ count: 1 });
  });

  it('gives who needs something newer no flight that began before it', async () => {
    const seen: number[] = [];
    const begun = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const slow = shop.cache.read(wanted('flight'), async () => {
      begun.resolve();
      await held.promise;
      return -1;
    });
    await begun.promise;
    await change('tag-flight', 'flight');
    await shop.cache.settle();
    seen.push(await shop.cache.read(wanted('flight'), countProducts('flight')));
    held.resolve();
    seen.push(await slow);
    expect(seen).toEqual([1, -1]);
    expect(await shop.cache.read(wanted('flight'), async () => 7)).toBe(1);
  });

  it('shows a change of another process that told nobody within a second', async () => {
    const read = () => shop.cache.read(wanted('silent'), countProducts('silent'));
    expect(await read()).toBe(0);
    await change('tag-silent', 'silent');
    await expect.poll(read, { timeout: 1_000, interval: 10 }).toBe(1);
  });

  it('shows a change whose transaction began before others that were seen', async () => {
    const commit = Promise.withResolvers<void>();
    const written = Promise.withResolvers<void>();
    const late = shop.db.primary.$transaction(async (tx) => {
      await tx.product.create({ data: { handle: 'late' } });
      await invalidate(tx, ['tag-late']);
      written.resolve();
      await commit.promise;
    });
    await written.promise;
    await change('tag-early', 'early');
    await shop.cache.settle();
    const read = () => shop.cache.read(wanted('late'), countProducts('late'));
    expect(await read()).toBe(0);
    commit.resolve();
    await late;
    await shop.cache.settle();
    expect(await read()).toBe(1);
  });

  it('takes no entry of another process that is older than a change, though Redis holds it', async () => {
    const other = await openSibling();
    try {
      const read = (cache: Cache) => cache.read(wanted('shared'), countProducts('shared'));
      expect(await read(shop.cache)).toBe(0);
      expect(await other.cache.read(wanted('shared'), async () => 7)).toBe(0);
      await change('tag-shared', 'shared');
      await other.cache.settle();
      expect(await read(other.cache)).toBe(1);
    } finally {
      await other.close();
    }
  });

  it('shows a caller their own write at once, in a process that has not heard of it', async () => {
    const other = await openSibling();
    try {
      await other.cache.read(wanted('own'), countProducts('own'));
      for (let round = 0; round < 20; round += 1) {
        await shop.db.primary.$transaction(async (tx) => {
          await tx.product.upsert({
            where: { handle: 'own' },
            create: { handle: 'own', position: round },
            update: { position: round },
          });
          await invalidate(tx, ['tag-own']);
        });
        const minLsn = await shop.db.markLsn();
        const seen = await other.cache.read({ ...wanted('own'), minLsn }, ({ client }) =>
          client.product.findUnique({ where: { handle: 'own' } }),
        );
        expect(seen).toMatchObject({ position: round });
      }
    } finally {
      await other.close();
    }
  });

  it('goes on serving an entry to who has written something else', async () => {
    const fill = counter();
    await shop.cache.read(wanted('kept'), fill);
    const minLsn = await shop.db.markLsn();
    expect(await shop.cache.read({ ...wanted('kept'), minLsn }, fill)).toEqual({ count: 1 });
  });

  it('computes an expired key once for a crowd at two processes', async () => {
    const other = await openSibling();
    try {
      const fill = counter();
      const expiring = { ...wanted('expired'), ttlSeconds: 0 };
      await shop.cache.read(expiring, fill);
      const crowd = [shop.cache, other.cache].flatMap((cache) =>
        Array.from({ length: 500 }, () => cache.read(wanted('expired'), fill)),
      );
      const answers = await Promise.all(crowd);
      expect(new Set(answers.map(({ count }) => count))).toEqual(new Set([2]));
    } finally {
      await other.close();
    }
  });

  it('computes an entry anew before its time is over, and serves it meanwhile', async () => {
    const fill = counter();
    const read = (trace?: ReadTrace) => shop.cache.read({ ...wanted('early'), ttlSeconds: 1, trace }, fill);
    expect(await read()).toEqual({ count: 1 });
    const seen = new Set<string>();
    await expect
      .poll(
        async () => {
          const trace = new ReadTrace();
          const { count } = await read(trace);
          seen.add(`${count} ${trace.outcome}`);
          return count;
        },
        { timeout: 5_000, interval: 5 },
      )
      .toBe(3);
    // Nobody waited for one but the first.
    expect(seen).toEqual(new Set(['1 hit', '2 hit', '3 hit']));
  });

  it('serves nothing that it cannot know to be valid while the primary is there', async () => {
    const { primary } = shop.db;
    const read = async () => {
      const trace = new ReadTrace();
      const count = await shop.cache.read({ ...wanted('unknown'), trace }, countProducts('unknown'));
      return [count, trace.outcome];
    };
    await read();
    await primary.$executeRaw`ALTER TABLE cache_invalidation RENAME TO cache_invalidation_away`;
    try {
      await expect.poll(read).toEqual([0, 'miss']);
      await primary.product.create({ data: { handle: 'unknown' } });
      expect(await read()).toEqual([1, 'miss']);
    } finally {
      await primary.$executeRaw`ALTER TABLE cache_invalidation_away RENAME TO cache_invalidation`;
    }
    await expect.poll(read).toEqual([1, 'hit']);
  });

  it('falls back on what is expired for all who wait, and never on what was changed meanwhile', async () => {
    const expire = () => shop.cache.read({ ...wanted('fallback'), ttlSeconds: 0 }, async () => 'old');
    const readFailing = (meanwhile: () => Promise<void>) => {
      const fail = async () => {
        await meanwhile();
        throw new Error('it cannot be computed');
      };
      return Promise.allSettled([1, 2, 3].map(() => shop.cache.read(wanted('fallback'), fail)));
    };
    await expire();
    const unchanged = await readFailing(async () => {});
    expect(unchanged).toEqual([1, 2, 3].map(() => ({ status: 'fulfilled', value: 'old' })));
    const changed = await readFailing(async () => {
      await invalidate(shop.db.primary, ['tag-fallback']);
      await shop.cache.settle();
    });
    expect(changed.map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
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
      l1: [3, 3],
      l2: [0, 0],
      misses: [1, 1],
    });
  });

  it('fails no read and no write when Redis is gone', async () => {
    const alone = await openSibling({ cacheRedisUrl: 'redis://127.0.0.1:1' });
    try {
      const fill = counter();
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => alone.cache.read(wanted('alone'), fill)),
      );
      expect(new Set(answers.map(({ count }) => count))).toEqual(new Set([1]));
      expect(await alone.cache.settle()).toBeGreaterThan(0);
    } finally {
      await alone.close();
    }
  });
});

it('the cache and the queues of one Redis have no key in common', async () => {
  const url = new URL(shop.queueRedisUrl);
  // A database that no other file of tests takes.
  url.pathname = '/1023';
  const redis = new Redis(url.href);
  const sibling = await openSibling({ cacheRedisUrl: url.href, cachePrefix: CACHE_PREFIX });
  const queues = openQueues(url.href, shop.log, QUEUE_PREFIX);
  try {
    await redis.ping();
    await sibling.cache.read(wanted('shared'), counter());
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
    await sibling.close();
    await redis.flushdb();
    redis.disconnect();
    await closeQueues(queues);
  }
});
