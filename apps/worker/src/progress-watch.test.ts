import { randomUUID } from 'node:crypto';
import { type CuttableServer, standBefore } from '@holdfast/commerce/operations/testing-proxy';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { ProgressWatch } from './progress-watch.ts';
import { eventually, mailerThat, openRelay, openWorkers, ownRedis } from './testing.ts';

const REDIS_DATABASE = 708;
const PATIENCE_MS = 2_000;
const EXPIRE = 'orders.expire-unpaid';
const CONFIRM = 'notifications.order-confirmation';

let shop: TestShop;
let gate: CuttableServer;
let sending: Awaited<ReturnType<typeof openRelay>>;
let working: Awaited<ReturnType<typeof openWorkers>>;
let watch: ProgressWatch;
let rebuilt: number;
let givenUp: string[];
/** What the watch may do about a stuck worker. */
let canRebuild: boolean;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop.close());
beforeEach(async () => {
  const url = await ownRedis(shop, REDIS_DATABASE);
  gate = await standBefore(url);
  // What looks and produces has connections of its own, which go on working.
  sending = await openRelay(shop, url);
  working = await openWorkers(shop, { url: gate.url, mailer: mailerThat(async () => {}) });
  rebuilt = 0;
  givenUp = [];
  canRebuild = true;
  watch = new ProgressWatch({
    queues: sending.queues,
    log: shop.log,
    patienceMs: PATIENCE_MS,
    giveUp: (why) => givenUp.push(why),
    workers: {
      idleMs: (queue) => working.workers.idleMs(queue),
      rebuild: () => {
        rebuilt += 1;
        if (canRebuild) working.workers.rebuild();
      },
    },
  });
  watch.start();
});
afterEach(async () => {
  watch.stop();
  await gate.cut();
  await working.close();
  await sending.close();
});

async function add(name: typeof EXPIRE | typeof CONFIRM) {
  const queue = sending.queues[name === EXPIRE ? 'orders' : 'notifications'];
  return queue.add(name, { eventId: randomUUID(), payload: { orderId: randomUUID() } });
}

it('bullmq#4378: a worker whose connection died silently is not ready, is built anew, and works', async () => {
  const before = await add(EXPIRE);
  await eventually('it works', () => before.isCompleted());
  gate.freeze();
  const job = await add(EXPIRE);
  expect(working.workers.areTaking()).toBe(true);
  await eventually('it says why it is not ready', () => watch.whyStuck() !== null);
  expect(watch.whyStuck()).toBe('jobs wait and none is taken: orders');
  await eventually('the job is done', () => job.isCompleted());
  await eventually('it is well again', () => watch.whyStuck() === null);
  expect(rebuilt).toBe(1);
  expect(givenUp).toEqual([]);
});

it('bullmq#4378: a worker that stays dead when it was built anew gives up', async () => {
  canRebuild = false;
  gate.freeze();
  await add(EXPIRE);
  await eventually('it gives up', () => givenUp.length > 0);
  expect(givenUp[0]).toMatch(/orders/);
  expect(rebuilt).toBe(1);
});

it('jobs of a paused queue, and those that another worker is quick to take, are nothing to worry about', async () => {
  await sending.queues.orders.pause();
  await add(EXPIRE);
  const until = performance.now() + 2 * PATIENCE_MS;
  while (performance.now() < until) {
    const job = await add(CONFIRM);
    await eventually('it is taken', async () => (await job.getState()) === 'failed');
  }
  expect(watch.whyStuck()).toBeNull();
  expect(rebuilt).toBe(0);
});
