import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { sweep } from './sweep.ts';

const DAY_MS = 86_400_000;
let shop: TestShop;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop.close());

const fromNow = (days: number) => new Date(Date.now() + days * DAY_MS);

const event = (closedAt: Date | null) => ({
  job: 'payments.capture',
  payload: {},
  dueAt: fromNow(-30),
  closedAt,
});

const key = (name: string, days: number) => ({
  scope: 'guest',
  key: name,
  operation: 'orders.place',
  fingerprint: '',
  answer: {},
  expiresAt: fromNow(days),
});

it('forgets jobs a week after their receipt, in as many batches as it takes, and no open one', async () => {
  await shop.db.primary.outboxEvent.createMany({
    data: [...Array.from({ length: 2_500 }, () => event(fromNow(-8))), event(fromNow(-6)), event(null)],
  });
  await sweep(shop);
  const left = await shop.db.primary.outboxEvent.findMany({ orderBy: { id: 'asc' } });
  expect(left.map((row) => row.closedAt === null)).toEqual([false, true]);
});

it('forgets answers whose key has expired', async () => {
  await shop.db.primary.idempotencyKey.createMany({ data: [key('old', -1), key('new', 1)] });
  await sweep(shop);
  expect(await shop.db.primary.idempotencyKey.findMany()).toMatchObject([{ key: 'new' }]);
});

it('leaves the work to whoever is at it already', async () => {
  await shop.db.primary.outboxEvent.create({
    data: { job: 'payments.capture', payload: {}, closedAt: new Date(0) },
  });
  await shop.db.primary.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT pg_try_advisory_xact_lock(7305001)`;
    await sweep(shop);
  });
  expect(await shop.db.primary.outboxEvent.count({ where: { closedAt: new Date(0) } })).toBe(1);
});
