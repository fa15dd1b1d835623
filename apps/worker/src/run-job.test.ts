import { placeTestOrder, readEvents, readHistory } from '@holdfast/commerce/orders/testing';
import { createTestProvider } from '@holdfast/commerce/payments/test-provider';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { UnrecoverableError } from 'bullmq';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { WorkerDeps } from './handlers.ts';
import { runJob } from './run-job.ts';

let shop: TestShop;
let deps: WorkerDeps;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  const provider = createTestProvider(shop.db.primary);
  deps = {
    ...shop,
    mailer: { send: async () => {}, close: () => {} },
    providers: { test: { ...provider, authorize: () => new Promise(() => {}) } },
    storefrontUrl: 'https://shop.example',
  };
});
afterAll(() => shop.close());

it('an attempt that hangs is ended when its time is up, and can be made again', async () => {
  const order = await placeTestOrder(shop);
  const [event] = await readEvents(shop, order.orderId, 'payments.authorize');
  const queued = { name: 'payments.authorize', data: { eventId: event?.id, payload: event?.payload } };
  await expect(runJob(deps, queued)).rejects.toThrow(/timeout/);
  expect(await readHistory(shop, order.orderId)).toEqual(['placed']);

  await runJob({ ...deps, providers: { test: createTestProvider(shop.db.primary) } }, queued);
  expect(await readHistory(shop, order.orderId)).toEqual(['placed', 'payment_authorized']);
});

it('what is refused for good is not tried again', async () => {
  const missing = '0197a000-0000-7000-8000-000000000000';
  const data = { eventId: missing, payload: { orderId: missing } };
  await expect(runJob(deps, { name: 'orders.expire-unpaid', data })).resolves.toBeUndefined();
  const confirm = { name: 'notifications.order-confirmation', data };
  await expect(runJob(deps, confirm)).rejects.toThrow(UnrecoverableError);
});
