import { randomUUID } from 'node:crypto';
import { openOperations } from '@holdfast/commerce/operations/snapshot';
import { standBefore } from '@holdfast/commerce/operations/testing-proxy';
import type {
  FailedJobs,
  QueueSet,
  QueuesList,
  RetryJobs,
} from '@holdfast/shared/contracts/operations-queues';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { openTestApi, type TestApi } from '../testing.ts';

const CONFIRM = 'notifications.order-confirmation';
let api: TestApi;
let operator: { headers: Record<string, string> };

beforeAll(async () => {
  api = await openTestApi(inject('stack'));
  operator = { headers: await api.asOperator() };
  // The handles refuse until they are connected.
  await vi.waitFor(() => api.operations.queues.orders.count());
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.shop.db.primary.outboxEvent.deleteMany();
  await api.shop.db.primary.queueSetting.deleteMany();
});

const list = async () => (await api.query<QueuesList>('operations.queues.list', undefined, operator)).data;
const queue = async (name: string) => (await list()).queues.find((known) => known.name === name);
const set = (what: string, input: unknown) =>
  api.mutate<QueueSet>(`operations.queues.${what}`, input, operator);
const failed = async (input: object = {}) =>
  (await api.query<FailedJobs>('operations.queues.failed', { limit: 100, ...input }, operator)).data;

type Job = { job?: string; error?: string; isDead?: boolean; agoMs?: number; orderId?: string };

async function fail({ job = CONFIRM, error = 'no luck', isDead = true, agoMs = 0, orderId }: Job = {}) {
  const failedAt = new Date(Date.now() - agoMs);
  const { id } = await api.shop.db.primary.outboxEvent.create({
    data: {
      job,
      payload: { orderId: orderId ?? randomUUID() },
      generation: 1,
      attempts: 8,
      lastError: error,
      failedAt,
      deadAt: isDead ? failedAt : null,
      dueAt: new Date(Date.now() + 60_000),
    },
  });
  return id;
}

const readRow = (id: string) => api.shop.db.primary.outboxEvent.findUniqueOrThrow({ where: { id } });

test.each(['list', 'failed'])('%s is for operators', async (name) => {
  expect((await api.query(`operations.queues.${name}`, { limit: 1 })).status).toBe(401);
});

test.each(['pause', 'resume', 'setConcurrency', 'retry', 'discard', 'clean'])(
  '%s is for operators',
  async (name) => {
    expect((await api.mutate(`operations.queues.${name}`, { queue: 'orders' })).status).toBe(401);
  },
);

describe('a queue', () => {
  test('is paused and resumed in Redis, and stays known as such with who did it', async () => {
    expect((await set('pause', { queue: 'orders' })).data).toEqual({
      paused: true,
      concurrency: 4,
      isApplied: true,
    });
    expect(await api.operations.queues.orders.isPaused()).toBe(true);
    expect(await queue('orders')).toMatchObject({
      paused: true,
      isApplied: true,
      setBy: expect.stringContaining('@'),
      setAt: expect.any(String),
    });
    await set('resume', { queue: 'orders' });
    expect(await api.operations.queues.orders.isPaused()).toBe(false);
    expect(await queue('orders')).toMatchObject({ paused: false });
  });

  test('is given another concurrency, its pause left as it is, and the catalogue again', async () => {
    await set('pause', { queue: 'payments' });
    const { data } = await set('setConcurrency', { queue: 'payments', concurrency: 5 });
    expect(data).toMatchObject({ paused: true, concurrency: 5 });
    await set('setConcurrency', { queue: 'payments', concurrency: null });
    expect(await queue('payments')).toMatchObject({ concurrency: 32, defaultConcurrency: 32, paused: true });
    await set('resume', { queue: 'payments' });
    expect((await set('setConcurrency', { queue: 'payments', concurrency: 0 })).error?.data.code).toBe(
      'VALIDATION',
    );
  });
});

test('while Redis is away what PostgreSQL knows is answered, and a pause is kept and applied later', async () => {
  const redis = await standBefore(api.shop.queueRedisUrl);
  const { databaseUrl, cacheRedisUrl, prefix: queuePrefix } = api.shop;
  const operations = openOperations(api.shop, {
    databaseUrl,
    cacheRedisUrl,
    queuePrefix,
    redisUrl: redis.url,
  });
  const own = await openTestApi(inject('stack'), { operations, deps: api.shop });
  const ask = () => own.query<QueuesList>('operations.queues.list', undefined, operator);
  await redis.cut();
  const id = await fail();
  const { data: kept } = await own.mutate<QueueSet>('operations.queues.pause', { queue: 'orders' }, operator);
  expect(kept).toEqual({ paused: true, concurrency: 4, isApplied: false });
  const orders = (await ask()).data.queues.find(({ name }) => name === 'orders');
  expect(orders).toMatchObject({ paused: true, isApplied: null, waiting: null, workers: null });
  const { data: jobs } = await own.query<FailedJobs>('operations.queues.failed', { limit: 10 }, operator);
  expect(jobs.items.map((job) => job.id)).toEqual([id]);
  const { error } = await own.mutate(
    'operations.queues.clean',
    { queue: 'orders', outcome: 'failed' },
    operator,
  );
  expect(error?.data.code).toBe('UNAVAILABLE');
  await redis.restore();
  await expect
    .poll(async () => (await ask()).data.queues.find(({ name }) => name === 'orders')?.isApplied, {
      timeout: 8_000,
    })
    .toBe(false);
  await own.mutate('operations.queues.pause', { queue: 'orders' }, operator);
  expect((await ask()).data.queues.find(({ name }) => name === 'orders')?.isApplied).toBe(true);
  await own.mutate('operations.queues.resume', { queue: 'orders' }, operator);
  await operations.close();
  await own.close();
  await redis.cut();
});

describe('failed jobs', () => {
  test('are listed with all that is known of them, and counted for their queue', async () => {
    const id = await fail({ error: 'no mail today' });
    await fail({ job: 'payments.capture', isDead: false });
    await fail({ job: 'orders.frobnicate' });
    expect((await failed({ queue: 'notifications' })).items).toEqual([
      {
        id,
        job: CONFIRM,
        queue: 'notifications',
        state: 'dead',
        attempts: 8,
        error: 'no mail today',
        failedAt: expect.any(String),
        since: expect.any(String),
        orderNumber: null,
        isDiscardable: true,
      },
    ]);
    expect(await queue('notifications')).toMatchObject({ dead: 1, failing: 0 });
    expect(await queue('payments')).toMatchObject({ dead: 0, failing: 1 });
    const unknown = (await failed()).items.find(({ job }) => job === 'orders.frobnicate');
    expect(unknown).toMatchObject({ queue: null, isDiscardable: false });
  });

  test('are found by their error, job, queue and state', async () => {
    await fail({ error: 'The mail server said: 550 100% No' });
    await fail({ error: 'timeout', isDead: false, job: 'payments.authorize' });
    const errors = async (input: object) => (await failed(input)).items.map(({ error }) => error);
    expect(await errors({ q: '550 100% no' })).toEqual(['The mail server said: 550 100% No']);
    expect(await errors({ q: '%' })).toEqual(['The mail server said: 550 100% No']);
    expect(await errors({ state: 'failing' })).toEqual(['timeout']);
    expect(await errors({ state: 'dead' })).toEqual(['The mail server said: 550 100% No']);
    expect(await errors({ job: 'payments.authorize' })).toEqual(['timeout']);
    expect(await errors({ queue: 'orders' })).toEqual([]);
  });

  test('are paged by their place, newest first, each once', async () => {
    const ids: string[] = [];
    for (let job = 0; job < 5; job += 1) ids.unshift(await fail({ agoMs: 10_000 - job * (job % 2) }));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page: FailedJobs = await failed({ limit: 2, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen.toSorted()).toEqual(ids.toSorted());
    const times = await Promise.all(seen.map(async (id) => (await readRow(id)).failedAt?.getTime() ?? 0));
    expect(times).toEqual(times.toSorted((one, other) => other - one));
  });

  test('are sent again, one, or all that fit', async () => {
    const [one, two, other] = [await fail(), await fail(), await fail({ error: 'something else' })];
    const { deadLetters } = api.operations;
    await deadLetters.add(CONFIRM, {}, { jobId: one });
    const retry = (input: object) => api.mutate<RetryJobs>('operations.queues.retry', input, operator);
    expect((await retry({ id: one })).data).toEqual({ count: 1, hasMore: false });
    expect(await readRow(one)).toMatchObject({ deadAt: null, attempts: 8, lastError: 'no luck' });
    expect((await readRow(one)).dueAt.getTime()).toBeLessThanOrEqual(Date.now());
    expect(await deadLetters.getJob(one)).toBeUndefined();
    expect((await retry({ matching: { q: 'no luck', state: 'dead' } })).data.count).toBe(1);
    expect((await readRow(two)).deadAt).toBeNull();
    expect((await readRow(other)).deadAt).not.toBeNull();
    expect((await retry({ id: randomUUID() })).error?.data.code).toBe('NOT_FOUND');
  });

  test('are discarded with a reason, once, when they are dead', async () => {
    const [dead, failing] = [await fail(), await fail({ isDead: false })];
    const discard = (id: string) =>
      api.mutate('operations.queues.discard', { id, reason: 'The shopper was called.' }, operator);
    expect((await discard(dead)).status).toBe(200);
    expect(await readRow(dead)).toMatchObject({
      closedAt: expect.any(Date),
      discardReason: 'The shopper was called.',
      discardedBy: expect.any(String),
    });
    expect((await failed()).items.map(({ id }) => id)).toEqual([failing]);
    for (const id of [dead, failing]) expect((await discard(id)).error?.data.code).toBe('CONFLICT');
    expect((await discard(randomUUID())).error?.data.code).toBe('NOT_FOUND');
  });

  test('of payments are never discarded: no order may be lost', async () => {
    const id = await fail({ job: 'payments.capture' });
    const { error } = await api.mutate('operations.queues.discard', { id, reason: 'tired of it' }, operator);
    expect([error?.data.code, (await readRow(id)).closedAt]).toEqual(['CONFLICT', null]);
    expect((await failed()).items[0]?.isDiscardable).toBe(false);
  });
});
