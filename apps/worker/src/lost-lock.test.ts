import { randomUUID } from 'node:crypto';
import { placeTestOrder, readHistory } from '@holdfast/commerce/orders/testing';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { Worker } from 'bullmq';
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from 'vitest';
import { eventually, mailerThat, openRelay, openWorkers, ownRedis } from './testing.ts';

const REDIS_DATABASE = 709;
const CONFIRM = 'notifications.order-confirmation';
let shop: TestShop;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop.close());

it('bullmq#2258: a job that runs twice after its lock was lost has its effect once', async () => {
  const url = await ownRedis(shop, REDIS_DATABASE);
  const sending = await openRelay(shop, url);
  onTestFinished(() => sending.close());
  const release = Promise.withResolvers<void>();
  let begun = 0;
  const working = await openWorkers(shop, {
    url,
    mailer: mailerThat(async () => {
      begun += 1;
      await release.promise;
    }),
  });
  onTestFinished(() => working.close());
  const { orderId } = await placeTestOrder(shop);
  const { id } = await shop.db.primary.outboxEvent.create({
    data: { job: CONFIRM, payload: { orderId }, generation: 1 },
  });
  const queue = sending.queues.notifications;
  const job = await queue.add(CONFIRM, { eventId: id, payload: { orderId } }, { jobId: randomUUID() });
  await eventually('it is at work', () => begun === 1);

  await sending.redis.del(`${shop.prefix}:notifications:${job.id}:lock`);
  // Looks for lost locks as each worker does, but more often: the key that keeps workers from it is taken away.
  const checker = new Worker('notifications', null, {
    connection: { url },
    prefix: shop.prefix,
    stalledInterval: 200,
    maxStalledCount: 3,
  });
  onTestFinished(() => checker.close());
  await checker.startStalledCheckTimer();
  await eventually('it is at work twice', async () => {
    await sending.redis.del(`${shop.prefix}:notifications:stalled-check`);
    return begun === 2;
  });

  release.resolve();
  await eventually('it is done', () => job.isCompleted());
  await eventually('both have ended', () => working.workers.idleMs('notifications') > 0);
  const effects = (await readHistory(shop, orderId)).filter((type) => type === 'confirmation_sent');
  expect(effects).toHaveLength(1);
  expect(await shop.db.primary.outboxEvent.count({ where: { id, closedAt: null } })).toBe(0);
});
