import { randomUUID } from 'node:crypto';
import { Database } from '@holdfast/db/database';
import type { Snapshot } from '@holdfast/shared/contracts/operations';
import { snapshotSchema } from '@holdfast/shared/contracts/operations';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { CACHE_FAMILIES } from '../infra/cache/families.ts';
import { enqueueJob } from '../infra/outbox.ts';
import { closeQueues, jobOptions, openQueues } from '../infra/queue.ts';
import { placeTestOrder } from '../orders/testing.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import type { ReportedStats } from './heartbeat.ts';
import { type Operations, openOperations } from './snapshot.ts';
import { standBefore } from './testing-proxy.ts';

const NO_REDIS = 'redis://127.0.0.1:1';
let shop: TestShop;
const opened: Operations[] = [];

const UNKNOWN_MEMORY = { usedBytes: null, maxBytes: null, policy: null };
beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((operations) => operations.close()));
});
afterAll(() => shop.close());

function open(changes: Partial<Parameters<typeof openOperations>[1]> = {}, deps = shop): Operations {
  const operations = openOperations(deps, {
    databaseUrl: shop.databaseUrl,
    redisUrl: shop.queueRedisUrl,
    cacheRedisUrl: shop.cacheRedisUrl,
    queuePrefix: shop.prefix,
    ...changes,
  });
  opened.push(operations);
  return operations;
}

/** A snapshot for which the condition holds; the first one may find connections that are still being made. */
async function eventually(operations: Operations, holds: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  await expect.poll(async () => holds(await operations.snapshot()), { timeout: 8_000 }).toBe(true);
  return operations.snapshot();
}

const bothUp = ({ redis }: Snapshot) => redis.every(({ state }) => state === 'up');

type Beat = { id: string; secondsAgo: number; stats?: Partial<ReportedStats> };

async function beat({ id, secondsAgo, stats }: Beat): Promise<void> {
  const told = { rps: 5, p95Ms: 20, eventLoopLagMs: 1, rssBytes: 1_000, cache: [], ...stats };
  await shop.db.primary.$executeRaw`
    INSERT INTO process_node (id, role, pid, started_at, seen_at, stats)
    VALUES (${id}, 'api', 42, now() - interval '1 hour',
            clock_timestamp() - ${secondsAgo} * interval '1 second', ${JSON.stringify(told)}::jsonb)`;
}

describe('the figures', () => {
  test('fit the contract and say from when they are', async () => {
    const snapshot = await eventually(open(), bothUp);
    expect(snapshotSchema.parse(snapshot)).toEqual(snapshot);
    expect(Math.abs(Date.now() - Date.parse(snapshot.at))).toBeLessThan(2_000);
    expect(snapshot.cache.ratio).toBeNull();
    expect(snapshot.cache.families.map(({ name, ratio }) => [name, ratio])).toEqual(
      CACHE_FAMILIES.map((name) => [name, null]),
    );
  });

  test('of PostgreSQL are what PostgreSQL says', async () => {
    const operations = open();
    await expect
      .poll(
        async () => {
          const { database } = await operations.snapshot();
          const [straight] = await shop.db.primary.$queryRaw<{ count: number }[]>`
          SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()`;
          return [database.primary.state, database.primary.connections === straight?.count];
        },
        { timeout: 8_000 },
      )
      .toEqual(['up', true]);
    const { database } = await operations.snapshot();
    expect(database.replicas).toEqual([
      expect.objectContaining({ name: 'replica-1', state: 'streaming', lagMs: expect.any(Number) }),
    ]);
  });

  test('of the outbox count what is owed, not what sleeps or is done', async () => {
    const job = { name: 'orders.expire-unpaid', payload: { orderId: randomUUID() } } as const;
    await enqueueJob(shop.db.primary, job);
    await enqueueJob(shop.db.primary, job);
    await enqueueJob(shop.db.primary, { ...job, delayMs: 60_000 });
    await shop.db.primary.$executeRaw`
      INSERT INTO outbox_event (job, payload, due_at, generation, available_at, closed_at) VALUES
        ('orders.expire-unpaid', '{}', now() + interval '1 minute', 1, now() - interval '90 seconds', NULL),
        ('orders.expire-unpaid', '{}', now(), 1, now() - interval '1 hour', now())`;
    await shop.db.primary.$executeRaw`
      INSERT INTO outbox_event (job, payload, available_at, failed_at, dead_at) VALUES
        ('orders.expire-unpaid', '{}', now() - interval '1 hour', now(), now())`;
    const { outbox } = await open().snapshot();
    expect(outbox.dead).toBe(1);
    expect(outbox.pending).toBe(3);
    expect(outbox.oldestMs).toBeGreaterThan(89_000);
    expect(outbox.oldestMs).toBeLessThan(100_000);
  });

  test('of the queues and of both Redis are what Redis says', async () => {
    const queues = openQueues(shop.queueRedisUrl, shop.log, shop.prefix);
    const redis = new Redis(shop.queueRedisUrl);
    const cacheRedis = new Redis(shop.cacheRedisUrl);
    const add = (delay: number, timestamp: number) =>
      queues.payments.add(
        'payments.capture',
        {},
        {
          ...jobOptions('payments.capture', randomUUID()),
          delay,
          timestamp,
        },
      );
    // The handles refuse until they are connected.
    await expect.poll(() => queues.payments.count().catch(() => null)).toBe(0);
    await add(0, Date.now() - 30_000);
    await add(0, Date.now() - 10_000);
    await add(60_000, Date.now());
    await queues.notifications.pause();

    const snapshot = await eventually(open(), bothUp);
    const [payments, , notifications] = snapshot.queues;
    const key = (name: string) => `${shop.prefix}:payments:${name}`;
    expect(payments).toEqual({
      name: 'payments',
      paused: false,
      workers: 0,
      waiting: await redis.llen(key('wait')),
      active: await redis.llen(key('active')),
      delayed: await redis.zcard(key('delayed')),
      failed: await redis.zcard(key('failed')),
      oldestWaitingMs: expect.any(Number),
      perSecond: null,
    });
    expect(payments?.waiting).toBe(2);
    expect(payments?.delayed).toBe(1);
    expect(payments?.oldestWaitingMs).toBeGreaterThan(29_000);
    expect(payments?.oldestWaitingMs).toBeLessThan(40_000);
    expect(notifications).toMatchObject({ name: 'notifications', paused: true, oldestWaitingMs: null });
    expect(snapshot.redis.map(({ maxBytes, policy }) => [maxBytes, policy])).toEqual([
      [null, 'noeviction'],
      [256 * 1024 * 1024, 'allkeys-lru'],
    ]);

    for (const [name, server] of [
      ['redis-queue', redis],
      ['redis-cache', cacheRedis],
    ] as const) {
      const straight = Number(/used_memory:(\d+)/.exec(await server.info('memory'))?.[1]);
      const shown = snapshot.redis.find((each) => each.name === name)?.usedBytes ?? 0;
      // Other test files work on the same servers meanwhile.
      expect(shown / straight).toBeGreaterThan(0.5);
      expect(shown / straight).toBeLessThan(2);
    }
    redis.disconnect();
    cacheRedis.disconnect();
    await closeQueues(queues);
  });

  test('are read once for all who ask within half a second', async () => {
    const operations = open();
    const [one, two] = await Promise.all([operations.snapshot(), operations.snapshot()]);
    expect(two).toBe(one);
    await expect.poll(() => operations.snapshot()).not.toBe(one);
  });
});

describe('the orders', () => {
  test('are none before the first one, which is known', async () => {
    expect((await open().snapshot()).orders).toEqual({ perMinute: 0, recent: [] });
  });

  test('are counted over the last minute, and the newest ten are shown, newest first, without personal data', async () => {
    const placed = [];
    for (let order = 0; order < 12; order += 1) placed.push(await placeTestOrder(shop, { amount: 1_000 }));
    const [oldest, second, third] = placed;
    const newestFirst = placed.map(({ number }) => number).toReversed();
    await shop.db.primary.order.update({
      where: { number: third?.number ?? '' },
      data: { paymentStatus: 'failed', attentionReason: 'capture_failed' },
    });
    await shop.db.primary.order.updateMany({
      where: { number: { in: [oldest?.number ?? '', second?.number ?? ''] } },
      data: { placedAt: new Date(Date.now() - 61_000) },
    });
    const { orders } = await open().snapshot();
    expect(orders.perMinute).toBe(10);
    expect(orders.recent.map(({ number }) => number)).toEqual(newestFirst.slice(0, 10));
    const { placedAt, total, currency } = await shop.db.primary.order.findUniqueOrThrow({
      where: { number: third?.number ?? '' },
    });
    expect(orders.recent.at(-1)).toEqual({
      number: third?.number,
      status: 'payment_failed',
      attention: { reason: 'capture_failed' },
      total: { amount: Number(total), currency },
      placedAt: placedAt.toISOString(),
    });
  });
});

describe('the processes', () => {
  test('are down after two seconds of silence and forgotten after ten minutes', async () => {
    await beat({ id: 'alive', secondsAgo: 0 });
    await beat({ id: 'silent', secondsAgo: 3 });
    await beat({ id: 'forgotten', secondsAgo: 601 });
    const { nodes } = await open().snapshot();
    expect(nodes).toEqual([
      expect.objectContaining({ id: 'alive', state: 'up', pid: 42, rps: 5, p95Ms: 20, rssBytes: 1_000 }),
      expect.objectContaining({ id: 'silent', state: 'down', rps: null, p95Ms: null, eventLoopLagMs: null }),
    ]);
    await shop.db.primary.processNode.deleteMany();
  });

  test('have each circuit once, in its worst state, of the living alone', async () => {
    const [payments, mail] = ['payments-test', 'mail'];
    const states: [string, number, NonNullable<ReportedStats['circuits']>][] = [
      ['one', 0, [{ name: payments, state: 'half_open' }]],
      [
        'two',
        0,
        [
          { name: payments, state: 'closed' },
          { name: mail, state: 'closed' },
        ],
      ],
      ['dead', 60, [{ name: mail, state: 'open' }]],
    ];
    for (const [id, secondsAgo, circuits] of states) await beat({ id, secondsAgo, stats: { circuits } });
    await beat({ id: 'of an earlier release', secondsAgo: 0 });
    const { circuits } = await open().snapshot();
    expect(circuits).toEqual([
      { name: mail, state: 'closed' },
      { name: payments, state: 'half_open' },
    ]);
    await shop.db.primary.processNode.deleteMany();
  });

  test('are summed up: cache and jobs, of the living alone', async () => {
    const product = { name: 'catalog.product' as const };
    const sinceStart = { l1Hits: 10, l2Hits: 50, misses: 20 };
    await beat({
      id: 'one',
      secondsAgo: 0,
      stats: {
        cache: [{ ...product, l1Hits: 1, l2Hits: 5, misses: 2, sinceStart }],
        jobs: { payments: 1.5 },
      },
    });
    await beat({
      id: 'two',
      secondsAgo: 0,
      stats: {
        cache: [{ ...product, l1Hits: 0, l2Hits: 3, misses: 1, sinceStart }],
        jobs: { payments: 0.5 },
      },
    });
    await beat({
      id: 'dead',
      secondsAgo: 60,
      stats: {
        cache: [{ ...product, l1Hits: 100, l2Hits: 100, misses: 100, sinceStart }],
        jobs: { payments: 9 },
      },
    });
    const { cache, queues } = await open().snapshot();
    expect(cache.families[1]).toEqual({
      ...product,
      l1Hits: 1,
      l2Hits: 8,
      misses: 3,
      ratio: 0.75,
      sinceStart: { l1Hits: 20, l2Hits: 100, misses: 40 },
    });
    expect(cache.ratio).toBe(0.75);
    expect(queues.map(({ perSecond }) => perSecond)).toEqual([2, null, null]);
    await shop.db.primary.processNode.deleteMany();
  });
});

describe('a dead part is told and hides no other', () => {
  test('the Redis of the queues', async () => {
    const operations = open({ redisUrl: NO_REDIS });
    const snapshot = await eventually(operations, ({ redis }) => redis[1]?.state === 'up');
    expect(snapshot.redis[0]).toEqual({ name: 'redis-queue', state: 'down', ...UNKNOWN_MEMORY });
    for (const { name: _name, ...figures } of snapshot.queues) {
      expect(new Set(Object.values(figures))).toEqual(new Set([null]));
    }
    expect(snapshot.database.primary.state).toBe('up');
    expect(snapshot.outbox.pending).not.toBeNull();
  });

  test('the Redis of the cache', async () => {
    const snapshot = await eventually(
      open({ cacheRedisUrl: NO_REDIS }),
      ({ redis }) => redis[0]?.state === 'up',
    );
    expect(snapshot.redis[1]).toEqual({ name: 'redis-cache', state: 'down', ...UNKNOWN_MEMORY });
    expect(snapshot.queues[0]?.waiting).not.toBeNull();
  });

  test('the replica, whose lag is then not known', async () => {
    const db = new Database({
      databaseUrl: shop.databaseUrl,
      replicaUrls: ['postgresql://nobody:nothing@127.0.0.1:1/nothing', shop.replicaUrl],
      poolSize: 2,
      applicationName: 'test',
    });
    await db.start();
    const { database } = await open({}, { ...shop, db }).snapshot();
    expect(database.primary.state).toBe('up');
    expect(database.replicas).toEqual([
      { name: 'replica-1', state: 'down', lagMs: null, lagBytes: null },
      expect.objectContaining({ name: 'replica-2', state: 'streaming' }),
    ]);
    await db.close();
  });

  test('the primary: the processes stay with their time and are soon down, their figures are not known', async () => {
    const primary = await standBefore(shop.databaseUrl);
    const once = { l1Hits: 1, l2Hits: 1, misses: 1 };
    const read = { name: 'catalog.product' as const, ...once, sinceStart: once };
    const operations = open({ databaseUrl: primary.url });
    await eventually(operations, (snapshot) => bothUp(snapshot) && snapshot.database.primary.state === 'up');
    await beat({ id: 'last-seen', secondsAgo: 0, stats: { cache: [read] } });
    const before = await eventually(operations, ({ nodes }) => nodes.length > 0);
    expect(before.nodes[0]).toMatchObject({ state: 'up', rps: 5 });
    await primary.cut();
    const started = performance.now();
    const after = await eventually(operations, ({ database }) => database.primary.state === 'down');
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(after.database.primary).toEqual({ state: 'down', connections: null });
    expect(after.outbox).toEqual({ pending: null, oldestMs: null, dead: null });
    expect(before.orders.recent).toHaveLength(10);
    expect(after.orders).toEqual({ perMinute: null, recent: before.orders.recent });
    expect(after.nodes.map(({ id, seenAt }) => [id, seenAt])).toEqual([
      ['last-seen', before.nodes[0]?.seenAt],
    ]);
    expect(before.cache.ratio).not.toBeNull();
    expect(after.cache).toEqual({ ratio: null, families: [] });
    const silent = await eventually(operations, ({ nodes }) => nodes[0]?.state === 'down');
    expect(silent.database.primary.state).toBe('down');
    expect(silent.nodes[0]).toMatchObject({ rps: null, p95Ms: null, eventLoopLagMs: null, rssBytes: 1_000 });
    expect(after.queues[0]?.waiting).not.toBeNull();
    await primary.restore();
    await eventually(operations, ({ database }) => database.primary.state === 'up');
    await primary.cut();
    await shop.db.primary.processNode.deleteMany();
  });

  test('a part that hangs takes its own second and no more, however long it hangs', async () => {
    await shop.db.primary.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE outbox_event IN ACCESS EXCLUSIVE MODE`;
      const operations = open();
      for (let look = 0; look < 8; look += 1) {
        const started = performance.now();
        const snapshot = await operations.snapshot();
        expect(performance.now() - started).toBeLessThan(1_300);
        expect(snapshot.outbox).toEqual({ pending: null, oldestMs: null, dead: null });
        expect(snapshot.database.primary.state).toBe('up');
        expect(snapshot.orders.perMinute).not.toBeNull();
      }
    });
  });
});
