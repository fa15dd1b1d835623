import { randomUUID } from 'node:crypto';
import { enqueueJob } from '@holdfast/commerce/infra/outbox';
import { closeQueues, openQueues } from '@holdfast/commerce/infra/queue';
import { standBefore } from '@holdfast/commerce/operations/testing-proxy';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { Database } from '@holdfast/db/database';
import type { Queue } from 'bullmq';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it, onTestFinished } from 'vitest';
import { type RelayParts, sendDue } from './send-due.ts';
import { eventually, openRelay, ownRedis } from './testing.ts';

const REDIS_DATABASE = 704;
const RECEIPT_MS = 15_000;
let shop: TestShop;
let queues: RelayParts['queues'];
let close: () => Promise<void>;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.db.primary.outboxEvent.deleteMany();
  // Never started: its connections are what is wanted.
  ({ queues, close } = await openRelay(shop, await ownRedis(shop, REDIS_DATABASE)));
});
afterEach(() => close());

const enqueue = () =>
  shop.db.primary.$transaction((tx) =>
    enqueueJob(tx, { name: 'orders.expire-unpaid', payload: { orderId: randomUUID() } }),
  );

const readRow = () => shop.db.primary.outboxEvent.findFirstOrThrow();
const dueInMs = async () => (await readRow()).dueAt.getTime() - Date.now();
const readQueued = async () => (await queues.orders.getJobs(['wait'])).map((job) => job.id);

const passReceipt = () => shop.db.primary.$executeRaw`UPDATE outbox_event SET due_at = now()`;

/** The queues of a relay that comes to this point and no further. */
const queuesThat = (addBulk: Queue['addBulk']): RelayParts['queues'] => ({
  ...queues,
  orders: Object.assign(Object.create(queues.orders) as Queue, { addBulk }),
});

it('what redis refuses is due again at once', async () => {
  const nowhere = openQueues('redis://127.0.0.1:1', shop.log, shop.prefix);
  onTestFinished(() => closeQueues(nowhere));
  await enqueue();
  await expect(sendDue({ db: shop.db, queues: nowhere })).rejects.toThrow();
  expect((await readRow()).generation).toBe(0);
  expect(await dueInMs()).toBeLessThanOrEqual(0);
  await sendDue({ db: shop.db, queues });
  expect(await readQueued()).toEqual([`${(await readRow()).id}-1`]);
});

it('what was sent is looked at again when its receipt is overdue', async () => {
  await enqueue();
  await sendDue({ db: shop.db, queues });
  expect(await dueInMs()).toBeGreaterThan(RECEIPT_MS / 2);
  expect(await dueInMs()).toBeLessThanOrEqual(RECEIPT_MS);
});

it('what a relay claimed and died with is sent when its receipt is overdue, once', async () => {
  await enqueue();
  let hasClaimed = false;
  const dying = queuesThat(() => {
    hasClaimed = true;
    return new Promise(() => {});
  });
  void sendDue({ db: shop.db, queues: dying });
  await eventually('the job is claimed', () => hasClaimed);
  expect(await dueInMs()).toBeGreaterThan(RECEIPT_MS / 2);
  expect(await dueInMs()).toBeLessThanOrEqual(RECEIPT_MS);
  await sendDue({ db: shop.db, queues });
  expect(await readQueued()).toEqual([]);

  await passReceipt();
  await sendDue({ db: shop.db, queues });
  await sendDue({ db: shop.db, queues });
  expect(await readQueued()).toEqual([`${(await readRow()).id}-2`]);
});

it('what a relay sent and died with before it could say so is not sent again', async () => {
  await enqueue();
  let hasSent = false;
  const dying = queuesThat(async (jobs) => {
    await queues.orders.addBulk(jobs);
    hasSent = true;
    return new Promise(() => {});
  });
  void sendDue({ db: shop.db, queues: dying });
  await eventually('the job is sent', () => hasSent);
  await passReceipt();
  await sendDue({ db: shop.db, queues });
  expect(await readQueued()).toEqual([`${(await readRow()).id}-1`]);
  expect(await readRow()).toMatchObject({ generation: 1 });
  expect(await dueInMs()).toBeGreaterThan(RECEIPT_MS / 2);
});

it('a backlog is looked at ever more rarely: after half of the time that it has been waiting', async () => {
  await enqueue();
  await sendDue({ db: shop.db, queues });
  await shop.db.primary.$executeRaw`
    UPDATE outbox_event SET due_at = now(), available_at = now() - interval '4 minutes'`;
  await sendDue({ db: shop.db, queues });
  expect(await dueInMs()).toBeGreaterThan(110_000);
  expect(await dueInMs()).toBeLessThanOrEqual(121_000);
});

it('a batch that redis takes costs one statement', async () => {
  const statements: string[] = [];
  const counting = new Proxy(shop.db.primary, {
    get: (target, name, self) => {
      if (name === '$queryRaw' || name === '$executeRaw') statements.push(name);
      return Reflect.get(target, name, self);
    },
  });
  const db = Object.assign(Object.create(shop.db) as Database, { primary: counting });
  for (let count = 0; count < 3; count += 1) await enqueue();
  await sendDue({ db, queues });
  expect(await readQueued()).toHaveLength(3);
  expect(statements).toEqual(['$queryRaw']);
});

it('what was given up is not sent', async () => {
  await enqueue();
  await shop.db.primary.outboxEvent.updateMany({ data: { deadAt: new Date() } });
  await sendDue({ db: shop.db, queues });
  expect(await readQueued()).toEqual([]);
});

it('what can neither be sent nor given back waits until its receipt is overdue', async () => {
  const gate = await standBefore(shop.databaseUrl);
  const db = new Database({ databaseUrl: gate.url, replicaUrls: [], poolSize: 1, applicationName: 'test' });
  onTestFinished(() => db.close());
  await enqueue();
  const failing = queuesThat(async () => {
    await gate.cut();
    throw new Error('redis is away');
  });
  await expect(sendDue({ db, queues: failing })).rejects.toThrow();
  expect(await dueInMs()).toBeGreaterThan(0);
  expect(await dueInMs()).toBeLessThanOrEqual(RECEIPT_MS);
});

it('what another relay has claimed since is left to that one', async () => {
  await enqueue();
  const overtaken = queuesThat(async () => {
    await shop.db.primary.$executeRaw`UPDATE outbox_event SET generation = 2, due_at = now()`;
    throw new Error('redis is away');
  });
  await expect(sendDue({ db: shop.db, queues: overtaken })).rejects.toThrow();
  expect(await readRow()).toMatchObject({ generation: 2 });
  expect(await dueInMs()).toBeLessThanOrEqual(0);
});

it('rows are given back in the order of their ids, so that nobody deadlocks', async () => {
  for (let count = 0; count < 5; count += 1) await enqueue();
  const rows = await shop.db.primary.outboxEvent.findMany({ orderBy: { id: 'asc' } });
  const ids = rows.map((row) => row.id);
  // Due, and so claimed and rewritten, in the opposite order.
  for (const [index, id] of ids.entries()) {
    await shop.db.primary.outboxEvent.update({ where: { id }, data: { dueAt: new Date(-index) } });
  }
  const claimed = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const waiting = queuesThat(async () => {
    claimed.resolve();
    await goOn.promise;
    throw new Error('redis is away');
  });
  const sending = sendDue({ db: shop.db, queues: waiting }).catch(() => {});
  await claimed.promise;
  await shop.db.primary.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM outbox_event WHERE id = ${ids[0]}::uuid FOR UPDATE`;
    goOn.resolve();
    await eventually('the relay waits for the first row', hasLockWaiters);
    await tx.$queryRaw`SELECT id FROM outbox_event WHERE id = ANY(${ids}::uuid[]) FOR UPDATE NOWAIT`;
  });
  await sending;
});

/** Outside of any transaction, which would be shown the same activity again and again. */
async function hasLockWaiters(): Promise<boolean> {
  const waiting = await shop.db.primary.$queryRaw<unknown[]>`
    SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return waiting.length > 0;
}
