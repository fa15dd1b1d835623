import { randomUUID } from 'node:crypto';
import { enqueueJob } from '@holdfast/commerce/infra/outbox';
import { closeQueues, openQueues } from '@holdfast/commerce/infra/queue';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { sendDue } from './send-due.ts';

let shop: TestShop;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop.close());

it('what redis refuses is due again at once', async () => {
  const nowhere = openQueues('redis://127.0.0.1:1', shop.log, shop.prefix);
  await shop.db.primary.$transaction((tx) =>
    enqueueJob(tx, { name: 'orders.expire-unpaid', payload: { orderId: randomUUID() } }),
  );
  await expect(sendDue({ db: shop.db, queues: nowhere })).rejects.toThrow();
  const [row] = await shop.db.primary.outboxEvent.findMany();
  expect(row?.generation).toBe(1);
  expect(row?.dueAt.getTime()).toBeLessThanOrEqual(Date.now());
  await closeQueues(nowhere);
});
