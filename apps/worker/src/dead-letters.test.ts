import { randomUUID } from 'node:crypto';
import { enqueueJob } from '@holdfast/commerce/infra/outbox';
import { placeTestOrder } from '@holdfast/commerce/orders/testing';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { createPrisma } from '@holdfast/db/prisma';
import { JOBS, type JobName } from '@holdfast/shared/jobs';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { cleanQueues } from './clean-queues.ts';
import { eventually, mailerThat, openRelay, openWorkers, ownRedis } from './testing.ts';

const REDIS_DATABASE = 705;
const CONFIRM = 'notifications.order-confirmation';

let shop: TestShop;
let sending: Awaited<ReturnType<typeof openRelay>>;
let working: Awaited<ReturnType<typeof openWorkers>>;
let refuse: () => Promise<void>;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  const url = await ownRedis(shop, REDIS_DATABASE);
  sending = await openRelay(shop, url);
  working = await openWorkers(shop, { url, mailer: mailerThat(() => refuse()) });
  await sending.relay.start();
});
afterAll(async () => {
  await working.close();
  await sending.close();
  await shop.close();
});
beforeEach(async () => {
  refuse = () => Promise.reject(new Error('no mail today'));
  await shop.db.primary.outboxEvent.deleteMany();
});

async function enqueue(name: JobName): Promise<string> {
  const payload = { orderId: randomUUID(), paymentId: randomUUID() };
  await enqueueJob(shop.db.primary, { name, payload });
  const row = await shop.db.primary.outboxEvent.findFirstOrThrow({ orderBy: { id: 'desc' } });
  return row.id;
}

/** The job as the relay sends it, but with as many attempts, which follow at once. */
async function sendWith(attempts: number, name: JobName, orderId: string): Promise<string> {
  const payload = { orderId, paymentId: randomUUID() };
  const { id } = await shop.db.primary.outboxEvent.create({
    data: { job: name, payload, generation: 1, dueAt: new Date(Date.now() + 60_000) },
  });
  const queue = sending.queues[JOBS[name].queue];
  await queue.add(name, { eventId: id, payload }, { attempts, jobId: `${id}-1` });
  return id;
}

const readRow = (id: string) => shop.db.primary.outboxEvent.findUniqueOrThrow({ where: { id } });
const untilDead = (id: string) => eventually('it is dead', async () => (await readRow(id)).deadAt !== null);
const readLetter = (id: string) => working.workers.deadLetters.getJob(id);

describe('a job that can never succeed', () => {
  it('is dead with its first attempt, with its error, and in the dead-letter queue', async () => {
    const id = await enqueue(CONFIRM);
    await untilDead(id);
    expect(await readRow(id)).toMatchObject({
      attempts: 1,
      lastError: 'NOT_FOUND: There is no such order.',
      failedAt: expect.any(Date),
      closedAt: null,
    });
    await eventually('its letter is there', async () => (await readLetter(id)) !== undefined);
    expect(await readLetter(id)).toMatchObject({
      name: CONFIRM,
      data: { queue: 'notifications', attempts: 1, error: 'NOT_FOUND: There is no such order.' },
    });
  });

  it('is not sent again, however overdue its receipt', async () => {
    const id = await enqueue(CONFIRM);
    await untilDead(id);
    await shop.db.primary.outboxEvent.update({ where: { id }, data: { dueAt: new Date(0) } });
    const next = await enqueue(CONFIRM);
    await untilDead(next);
    expect(await readRow(id)).toMatchObject({ generation: 1, attempts: 1 });
  });
});

describe('a job that goes on failing', () => {
  it('is failing while attempts are left, dead when they are used up, and its letter is the newest', async () => {
    const { orderId } = await placeTestOrder(shop);
    await shop.db.primary.outboxEvent.deleteMany();
    const held = Promise.withResolvers<void>();
    let attempts = 0;
    refuse = async () => {
      attempts += 1;
      if (attempts === 2) await held.promise;
      throw new Error(`attempt ${attempts} failed for <shopper@example.com>`);
    };
    const id = await sendWith(2, CONFIRM, orderId);
    await eventually('the first attempt is noted', async () => (await readRow(id)).attempts === 1);
    expect(await readRow(id)).toMatchObject({ deadAt: null, failedAt: expect.any(Date) });
    held.resolve();
    await untilDead(id);
    expect(await readRow(id)).toMatchObject({
      attempts: 2,
      lastError: 'attempt 2 failed for <(address)>',
    });
  });

  it('is sent again when it is one that is tried until it is done, and never given up', async () => {
    const id = await sendWith(1, 'payments.capture', randomUUID());
    await eventually('the attempt is noted', async () => (await readRow(id)).attempts === 1);
    const row = await readRow(id);
    expect(row.deadAt).toBeNull();
    expect(row.dueAt.getTime()).toBeLessThan(Date.now() + 16_000);
    expect(await readLetter(id)).toBeUndefined();
    await shop.db.primary.outboxEvent.update({ where: { id }, data: { dueAt: new Date() } });
    await eventually('it ran again', async () => (await readRow(id)).attempts > 1);
    expect(await readRow(id)).toMatchObject({ generation: 2, deadAt: null });
  });

  it('is sent again when what it lost is the database, however many attempts that took', async () => {
    const { orderId } = await placeTestOrder(shop);
    const nowhere = createPrisma('postgresql://nobody:nothing@127.0.0.1:1/none', {
      poolSize: 1,
      applicationName: 'test',
    });
    refuse = async () => {
      await nowhere.product.count();
    };
    const id = await sendWith(1, CONFIRM, orderId);
    await eventually('the attempt is noted', async () => (await readRow(id)).attempts === 1);
    expect(await readRow(id)).toMatchObject({ deadAt: null });
    expect(await readLetter(id)).toBeUndefined();
    await nowhere.$disconnect();
  });

  it('is not noted when its effect has its receipt', async () => {
    const { orderId } = await placeTestOrder(shop);
    const id = await sendWith(1, CONFIRM, orderId);
    await shop.db.primary.outboxEvent.update({ where: { id }, data: { closedAt: new Date() } });
    const other = await sendWith(1, CONFIRM, orderId);
    await untilDead(other);
    expect(await readRow(id)).toMatchObject({ attempts: 0, deadAt: null });
  });
});

it('a job of an unknown name is left to the version that knows it', async () => {
  const { id } = await shop.db.primary.outboxEvent.create({
    data: { job: 'orders.frobnicate', payload: {}, generation: 1 },
  });
  await sending.queues.orders.add('orders.frobnicate', { eventId: id, payload: {} }, { attempts: 3 });
  await eventually('it is noted', async () => (await readRow(id)).attempts === 1);
  expect(await readRow(id)).toMatchObject({ deadAt: null, lastError: 'no job is called orders.frobnicate' });
});

it('dead letters are forgotten when they are old', async () => {
  const { deadLetters } = working.workers;
  const day = 86_400_000;
  await deadLetters.obliterate({ force: true });
  const young = await deadLetters.add('young', {});
  await deadLetters.add('old', {}, { timestamp: Date.now() - 8 * day });
  await cleanQueues({ queues: sending.queues, deadLetters });
  expect((await deadLetters.getWaiting()).map((job) => job.id)).toEqual([young.id]);
});
