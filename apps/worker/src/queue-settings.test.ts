import { randomUUID } from 'node:crypto';
import { enqueueJob } from '@holdfast/commerce/infra/outbox';
import { placeTestOrder } from '@holdfast/commerce/orders/testing';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import type { QueueName } from '@holdfast/shared/jobs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { followQueueSettings } from './queue-settings.ts';
import { Scheduler } from './scheduler.ts';
import { eventually, mailerThat, openRelay, openWorkers, ownRedis } from './testing.ts';

const REDIS_DATABASE = 706;
const CONFIRM = 'notifications.order-confirmation';
let shop: TestShop;
let url: string;
let sending: Awaited<ReturnType<typeof openRelay>>;
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.db.primary.outboxEvent.deleteMany();
  await shop.db.primary.queueSetting.deleteMany();
  url = await ownRedis(shop, REDIS_DATABASE);
  sending = await openRelay(shop, url);
  opened.push(sending);
});
afterEach(async () => {
  for (const part of opened.splice(0).toReversed()) await part.close();
});

async function work() {
  const working = await openWorkers(shop, { url, mailer: mailerThat(async () => {}) });
  opened.push(working);
  return working.workers;
}

async function follow() {
  const told = new Map<QueueName, number>();
  const workers = { setConcurrency: (queue: QueueName, jobs: number) => void told.set(queue, jobs) };
  const { db, signals, log } = shop;
  const settings = await followQueueSettings({ db, signals, log, queues: sending.queues, workers });
  opened.push({ close: () => settings.stop() });
  return told;
}

async function set(queue: QueueName, values: { paused: boolean; concurrency?: number }): Promise<void> {
  await shop.db.primary.queueSetting.upsert({
    where: { queue },
    create: { queue, ...values },
    update: values,
  });
}

/** Confirmations of one order: the first that runs sends the mail, the others find it sent. */
async function enqueueMany(count: number): Promise<void> {
  const { orderId } = await placeTestOrder(shop);
  await shop.db.primary.outboxEvent.deleteMany();
  await shop.db.primary.$transaction(async (tx) => {
    for (let job = 0; job < count; job += 1) await enqueueJob(tx, { name: CONFIRM, payload: { orderId } });
  });
}

it('what is set takes effect at a signal: pause, resume, and how many jobs at a time', async () => {
  const told = await follow();
  await eventually('the catalogue holds', () => told.get('orders') === 4);
  await set('orders', { paused: true, concurrency: 7 });
  shop.signals.send('queue_setting');
  await eventually('it is paused', () => sending.queues.orders.isPaused());
  expect(told.get('orders')).toBe(7);
  expect(await sending.queues.payments.isPaused()).toBe(false);
  await set('orders', { paused: false });
  shop.signals.send('queue_setting');
  await eventually('it is resumed', async () => !(await sending.queues.orders.isPaused()));
});

it('a worker takes as many jobs at a time as it is told, without being started anew', async () => {
  let atOnce = 0;
  const release = Promise.withResolvers<void>();
  const working = await openWorkers(shop, {
    url,
    mailer: mailerThat(async () => {
      atOnce += 1;
      await release.promise;
    }),
  });
  opened.push(working);
  working.workers.setConcurrency('notifications', 2);
  const { orderId } = await placeTestOrder(shop);
  for (let job = 0; job < 5; job += 1) {
    const data = { eventId: randomUUID(), payload: { orderId } };
    await sending.queues.notifications.add(CONFIRM, data);
  }
  await eventually('two are at work', () => atOnce === 2);
  working.workers.setConcurrency('notifications', 4);
  release.resolve();
  await eventually('all were', () => atOnce === 5);
});

it('an emptied redis: pauses and schedules are back, all jobs without a receipt run, none of them twice', async () => {
  await set('notifications', { paused: true });
  await sending.relay.start();
  let scheduled = 0;
  const schedule = {
    name: 'test',
    everyMs: 1,
    what: 'Tests.',
    run: async () => {
      scheduled += 1;
    },
  };
  const scheduler = new Scheduler(shop, [schedule]);
  scheduler.start();
  opened.push({ close: () => scheduler.stop() });
  await eventually('the pause is applied', () => sending.queues.notifications.isPaused());
  await enqueueMany(200);
  shop.signals.send('outbox');
  await eventually('all are queued', async () => (await sending.queues.notifications.count()) === 200);

  await sending.redis.flushdb();
  const scheduledBefore = scheduled;
  const workers = await work();
  await eventually('the jobs are back', async () => (await sending.queues.notifications.count()) === 200);
  expect(await sending.queues.notifications.isPaused()).toBe(true);
  expect(workers.perSecond().notifications).toBe(0);
  await eventually('schedules go on', () => scheduled > scheduledBefore);

  await follow();
  await set('notifications', { paused: false });
  shop.signals.send('queue_setting');
  await eventually('all have their receipt', async () => {
    return (await shop.db.primary.outboxEvent.count({ where: { closedAt: null } })) === 0;
  });
  expect(await sending.queues.notifications.getCompletedCount()).toBe(200);
});
