import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createMailer } from '@holdfast/commerce/notifications/mailer';
import { placeTestOrder, readEvents, readHistory, type TestOrder } from '@holdfast/commerce/orders/testing';
import { findProvider, type PaymentProvider } from '@holdfast/commerce/payments/provider';
import { createTestProvider } from '@holdfast/commerce/payments/test-provider';
import { makeOverdue } from '@holdfast/commerce/payments/testing';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { DomainError } from '@holdfast/shared/errors';
import { UnrecoverableError } from 'bullmq';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { WorkerDeps } from './handlers.ts';
import { runJob } from './run-job.ts';

const MISSING = '0197a000-0000-7000-8000-000000000000';
let folder: string;
let shop: TestShop;
let deps: WorkerDeps;
let hanging: WorkerDeps;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-mail-'));
  shop = await openTestShop(inject('stack'));
  const provider = createTestProvider(shop.paymentProvider);
  deps = {
    ...shop,
    mailer: createMailer({ from: 'orders@shop.example', folder }),
    providers: { test: provider },
    storefrontUrl: 'https://shop.example',
  };
  const silent: PaymentProvider = { ...provider, authorize: () => new Promise(() => {}) };
  hanging = { ...deps, providers: { test: silent } };
});
afterAll(async () => {
  deps.mailer.close();
  await shop.close();
  await rm(folder, { recursive: true });
});

async function takeAuthorization({ orderId }: TestOrder) {
  const [event] = await readEvents(shop, orderId, 'payments.authorize');
  if (!event) throw new Error('the order has no payments.authorize');
  return { name: event.job, data: { eventId: event.id, payload: event.payload } };
}

const readOrder = ({ orderId }: TestOrder) =>
  shop.db.primary.order.findUniqueOrThrow({ where: { id: orderId } });

it('an attempt that hangs is ended when its time is up, and can be made again', async () => {
  const order = await placeTestOrder(shop);
  const queued = await takeAuthorization(order);
  await expect(runJob(hanging, queued)).rejects.toThrow('not done within 10000 ms');
  expect(await readHistory(shop, order.orderId)).toEqual(['placed']);

  await runJob(deps, queued);
  expect(await readHistory(shop, order.orderId)).toEqual([
    'placed',
    'payment_authorized',
    'payment_captured',
  ]);
});

it('an authorization that has been hanging for 15 minutes calls for a human and stays owed', async () => {
  const order = await placeTestOrder(shop);
  const queued = await takeAuthorization(order);
  await makeOverdue(shop, queued.data);
  await expect(runJob(hanging, queued)).rejects.toThrow('not done within 10000 ms');
  expect((await readOrder(order)).attentionReason).toBe('payment_outcome_unknown');
  expect((await readEvents(shop, order.orderId, 'payments.authorize'))[0]?.closedAt).toBeNull();
});

it('an authorization at a provider that nobody set up is over with one attempt', async () => {
  const order = await placeTestOrder(shop);
  const queued = await takeAuthorization(order);
  await runJob({ ...deps, providers: {} }, queued);
  expect((await readOrder(order)).paymentStatus).toBe('failed');
  expect((await readEvents(shop, order.orderId, 'payments.authorize'))[0]?.closedAt).not.toBeNull();
});

it('a capture that fails for good calls for a human and stays owed', async () => {
  const order = await placeTestOrder(shop);
  const refusing: PaymentProvider = {
    ...findProvider(deps, 'test'),
    capture: () => Promise.reject(new DomainError('CONFLICT', 'The account is closed.')),
  };
  const queued = await takeAuthorization(order);
  await expect(runJob({ ...deps, providers: { test: refusing } }, queued)).rejects.toThrow(
    UnrecoverableError,
  );
  expect(await readOrder(order)).toMatchObject({
    paymentStatus: 'authorized',
    attentionReason: 'capture_failed',
  });
  expect((await readEvents(shop, order.orderId, 'payments.authorize'))[0]?.closedAt).toBeNull();
});

it('why an attempt failed is told also when its failure cannot be settled', async () => {
  const data = { eventId: MISSING, payload: { orderId: MISSING, paymentId: MISSING } };
  await expect(runJob(deps, { name: 'payments.authorize', data })).rejects.toThrow(
    'NOT_FOUND: There is no such payment.',
  );
});

it('what is refused for good is not tried again', async () => {
  const data = { eventId: MISSING, payload: { orderId: MISSING } };
  await expect(runJob(deps, { name: 'orders.expire-unpaid', data })).resolves.toBeUndefined();
  const confirm = { name: 'notifications.order-confirmation', data };
  await expect(runJob(deps, confirm)).rejects.toThrow(UnrecoverableError);
});
