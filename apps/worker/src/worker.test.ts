import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createMailer } from '@holdfast/commerce/notifications/mailer';
import { placeTestOrder, readEvents, readHistory, type TestOrder } from '@holdfast/commerce/orders/testing';
import { createTestProvider } from '@holdfast/commerce/payments/test-provider';
import { readLedger } from '@holdfast/commerce/payments/testing';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { JOBS } from '@holdfast/shared/jobs';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { WorkerDeps } from './handlers.ts';
import { createJobMetrics } from './job-metrics.ts';
import { eventually, openRelay, ownRedis } from './testing.ts';
import { startWorkers, type Workers } from './worker.ts';

const REDIS_DATABASE = 702;
const DONE = ['placed', 'payment_authorized', 'payment_captured', 'confirmation_sent'];

let folder: string;
let shop: TestShop;
let deps: WorkerDeps;
let sending: Awaited<ReturnType<typeof openRelay>>;
let workers: Workers;
let redisUrl: string;
const registry = new Registry();

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-mail-'));
  shop = await openTestShop(inject('stack'));
  redisUrl = await ownRedis(shop, REDIS_DATABASE);
  deps = {
    ...shop,
    mailer: createMailer({ from: 'orders@shop.example', folder }),
    providers: { test: createTestProvider(shop.paymentProvider) },
    storefrontUrl: 'https://shop.example',
  };
  sending = await openRelay(shop, redisUrl);
  workers = startWorkers(deps, {
    redisUrl,
    prefix: shop.prefix,
    metrics: createJobMetrics(registry, shop.db),
  });
  await sending.relay.start();
  await eventually('jobs are taken', () => workers.areTaking());
});
afterAll(async () => {
  await workers.close(5_000);
  await sending.close();
  await shop.close();
  await rm(folder, { recursive: true });
});

const untilHistory = (order: TestOrder, expected: string[]) =>
  eventually(`the order has ${expected.at(-1)}`, async () =>
    (await readHistory(shop, order.orderId)).includes(expected.at(-1) ?? ''),
  );

const readCharge = async (order: TestOrder) => (await readLedger(shop.paymentProvider)).get(order.paymentId);

describe('a placed order', () => {
  it('is paid within two seconds and confirmed by one mail', async () => {
    const order = await placeTestOrder(shop);
    const started = performance.now();
    await untilHistory(order, ['payment_captured']);
    expect(performance.now() - started).toBeLessThan(2_000);
    await untilHistory(order, DONE);
    expect(await readHistory(shop, order.orderId)).toEqual(DONE);
    expect((await readdir(folder)).filter((file) => file.startsWith(`${order.number}-`))).toHaveLength(1);
  });

  it.each([
    ['flaky', 3],
    ['lost', 1],
    ['slow', 1],
  ])('with token %s is paid in the end, by one charge', async (token, attempts) => {
    const order = await placeTestOrder(shop, { token });
    await untilHistory(order, DONE);
    expect(await readHistory(shop, order.orderId)).toEqual(DONE);
    expect(await readCharge(order)).toMatchObject({ state: 'captured', attempts });
  });

  it('that is declined is not confirmed', async () => {
    const order = await placeTestOrder(shop, { token: 'declined' });
    await untilHistory(order, ['payment_declined']);
    expect(await readHistory(shop, order.orderId)).toEqual(['placed', 'payment_declined']);
  });

  it('is paid once though redis is emptied again and again meanwhile', async () => {
    const orders = await Promise.all(
      Array.from({ length: 20 }, (_, index) => placeTestOrder(shop, { token: index % 2 ? 'ok' : 'flaky' })),
    );
    const isDone = async () => {
      const histories = await Promise.all(orders.map((order) => readHistory(shop, order.orderId)));
      return histories.every((history) => history.length === DONE.length);
    };
    for (let round = 0; round < 3; round += 1) {
      await sending.redis.flushdb();
      await eventually(
        'the relay has noticed',
        async () => (await sending.redis.get(`${shop.prefix}:epoch`)) !== null,
      );
    }
    await eventually('all are confirmed', isDone);
    for (const order of orders) {
      expect(await readHistory(shop, order.orderId)).toEqual(DONE);
      expect((await readCharge(order))?.state).toBe('captured');
    }
    expect(
      await shop.db.primary.outboxEvent.count({ where: { closedAt: null, generation: { gt: 0 } } }),
    ).toBe(0);
  });
});

describe('a job', () => {
  it('that is delivered again after its effect has no other effect', async () => {
    const order = await placeTestOrder(shop);
    await untilHistory(order, DONE);
    for (const name of ['payments.authorize', 'notifications.order-confirmation'] as const) {
      const [event] = await readEvents(shop, order.orderId, name);
      const data = { eventId: event?.id, payload: event?.payload };
      const again = await sending.queues[JOBS[name].queue].add(name, data, { jobId: `${event?.id}-again` });
      await eventually('it ran again', async () => (await again.getState()) === 'completed');
    }
    expect(await readHistory(shop, order.orderId)).toEqual(DONE);
    expect(await readCharge(order)).toMatchObject({ attempts: 1 });
  });

  it.each([
    ['of an unknown name', 'payments.frobnicate', {}],
    ['with a payload that is not its own', 'payments.capture', { eventId: 'x', payload: { orderId: 1 } }],
  ])('%s fails at once and is not tried again', async (_, name, data) => {
    const job = await sending.queues.payments.add(name, data, { attempts: 5 });
    await eventually('it failed', async () => (await job.getState()) === 'failed');
    expect((await sending.queues.payments.getJob(job.id ?? ''))?.attemptsMade).toBe(1);
  });

  it('is counted with its time', async () => {
    const metrics = await registry.metrics();
    expect(metrics).toMatch(/job_attempts_total\{job="payments.authorize",outcome="done"\} [1-9]/);
    expect(metrics).toMatch(/job_attempts_total\{job="payments.authorize",outcome="failed"\} [1-9]/);
    expect(metrics).toMatch(/job_attempt_duration_seconds_count\{job="payments.authorize"\} [1-9]/);
    expect(metrics).toMatch(/outbox_lag_seconds \d/);
    expect(workers.perSecond().payments).toBeGreaterThan(0);
  });

  it('at work is finished before its worker closes', async () => {
    await sending.relay.stop();
    await workers.close(5_000);
    workers = startWorkers(deps, {
      redisUrl,
      prefix: shop.prefix,
      metrics: createJobMetrics(new Registry(), shop.db),
    });
    const order = await placeTestOrder(shop, { token: 'slow' });
    const [event] = await readEvents(shop, order.orderId, 'payments.authorize');
    const data = { eventId: event?.id, payload: event?.payload };
    const job = await sending.queues.payments.add('payments.authorize', data);
    await eventually('it is at work', async () => (await job.getState()) === 'active');
    await workers.close(10_000);
    expect(await readHistory(shop, order.orderId)).toEqual([
      'placed',
      'payment_authorized',
      'payment_captured',
    ]);
    expect(await job.getState()).toBe('completed');
  });
});
