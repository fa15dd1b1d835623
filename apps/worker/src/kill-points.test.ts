import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { addToCart } from '@holdfast/commerce/cart/add-to-cart';
import { FAULT_POINTS, type FaultPoint } from '@holdfast/commerce/infra/fault-point';
import { createMailer } from '@holdfast/commerce/notifications/mailer';
import { cancelOrder } from '@holdfast/commerce/orders/cancel-order';
import { placeOrder } from '@holdfast/commerce/orders/place-order';
import { refundOrder } from '@holdfast/commerce/orders/refund-order';
import {
  capturesOnFulfilment,
  operatorCall,
  placeTestOrder,
  projectHistory,
  readEvents,
  type TestOrder,
} from '@holdfast/commerce/orders/testing';
import { findProvider } from '@holdfast/commerce/payments/provider';
import { carry, readLedger, withTestProvider } from '@holdfast/commerce/payments/testing';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { sellVariant } from '@holdfast/commerce/testing-goods';
import type { PlaceOrderInput } from '@holdfast/shared/contracts/orders';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { WorkerDeps } from './handlers.ts';
import { eventually, openRelay, ownRedis } from './testing.ts';
import { type Attempt, runOpenJobs } from './testing-attempt.ts';

const REDIS_DATABASE = 721;
const SCRIPT = path.join(import.meta.dirname, 'testing-attempt.ts');
const TYPESCRIPT = ['--conditions=@holdfast/source', SCRIPT];
let folder: string;
let shop: TestShop & WorkerDeps;
let queueRedisUrl: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-mail-'));
  const mailer = createMailer({ from: 'orders@shop.example', folder });
  const plain = withTestProvider(await openTestShop(inject('stack')));
  shop = { ...plain, mailer, storefrontUrl: 'https://shop.example' };
  queueRedisUrl = await ownRedis(shop, REDIS_DATABASE);
});
afterAll(async () => {
  shop.mailer.close();
  await shop.close();
  await rm(folder, { recursive: true });
});

/** What is to be done when the process dies, and how the order must end whatever was done by then. */
type Scene = { order: TestOrder; act: Attempt['act']; ends: 'paid' | 'cancelled' | 'refunded' };

const pointsOf = (step: string) => FAULT_POINTS.filter((point) => point.startsWith(`${step}:`));

/** Does it in a process of its own, which must die at the point. */
async function dieAt(point: FaultPoint, act: Attempt['act']): Promise<void> {
  const { databaseUrl, cacheRedisUrl, prefix, appSecret, paymentProvider } = shop;
  const attempt: Attempt = {
    databaseUrl,
    cacheRedisUrl,
    queueRedisUrl,
    prefix,
    appSecret,
    paymentProvider,
    mailFolder: folder,
    act,
  };
  const child = spawn(process.execPath, [...TYPESCRIPT, JSON.stringify(attempt)], {
    env: { ...process.env, FAULT_POINT: point },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code, signal] = await once(child, 'exit');
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
}

/** Ledger, order, history, stock and mails agree, and each thing has happened once. */
async function expectEnd({ order, ends }: Pick<Scene, 'order' | 'ends'>): Promise<void> {
  const row = await shop.db.primary.order.findUniqueOrThrow({
    where: { id: order.orderId },
    include: { payments: true, allocations: true, refunds: true, events: true },
  });
  const charge = (await readLedger(shop.paymentProvider)).get(order.paymentId);
  expect(row.paymentStatus).toBe(ends);
  expect(await projectHistory(shop, order.orderId)).toEqual({
    paymentStatus: row.paymentStatus,
    fulfilmentStatus: row.fulfilmentStatus,
  });
  const total = Number(row.total);
  if (ends === 'cancelled') expect(['cancelled', undefined]).toContain(charge?.state);
  else expect(charge).toMatchObject({ state: 'captured', amount: total });
  if (charge) expect(charge.refunded).toBe(ends === 'refunded' ? total : 0);
  expect(row.allocations).toHaveLength(ends === 'paid' ? 1 : 0);
  const types = row.events.map(({ type }) => type);
  expect(types.filter((type, index) => types.indexOf(type) !== index)).toEqual([]);
  const mails = (await readdir(folder)).filter((file) => file.startsWith(`${row.number}-`));
  expect(mails).toHaveLength(types.includes('confirmation_sent') ? 1 : 0);
  if (ends === 'paid') expect(types).toContain('confirmation_sent');
  expect(
    (await readEvents(shop, order.orderId, 'payments.authorize')).map(({ closedAt }) => closedAt),
  ).not.toContain(null);
}

async function dieAndRecover(point: FaultPoint, { order, act, ends }: Scene): Promise<void> {
  await dieAt(point, act);
  await runOpenJobs(shop);
  await expectEnd({ order, ends });
}

const placed = async (): Promise<Scene> => ({
  order: await placeTestOrder(shop),
  act: { kind: 'jobs' },
  ends: 'paid',
});

describe('a crash while an order is placed', () => {
  it.each(pointsOf('place'))(
    '%s: its repetition gives one order, and its stock is taken once',
    async (point) => {
      const { variantId, stockItemId } = await sellVariant(shop, { onHand: 3 });
      const cart = await addToCart(shop, { variantId, quantity: 1 });
      const input: PlaceOrderInput = {
        idempotencyKey: randomUUID(),
        cartId: cart.id,
        email: 'shopper@example.com',
        shippingAddress: { name: 'A Shopper', line1: '1 Quay', city: 'Haifa', country: 'IL' },
        shippingMethod: 'standard',
        payment: { provider: 'test', token: 'ok' },
      };
      await dieAt(point, { kind: 'place', input });
      const answer = await placeOrder(shop, { input, caller: { scope: 'guest', customerId: null } });
      if (answer.status !== 'placed') throw new Error(answer.status);
      expect(await shop.db.primary.stockLevel.findFirst({ where: { stockItemId } })).toMatchObject({
        allocated: 1,
      });
      const row = await shop.db.primary.order.findUniqueOrThrow({
        where: { cartId: cart.id },
        include: { payments: true },
      });
      await runOpenJobs(shop);
      const paymentId = row.payments[0]?.id ?? '';
      const order = { orderId: row.id, paymentId, stockItemId, ...answer.order };
      await expectEnd({ order, ends: 'paid' });
    },
  );
});

describe('a crash of the relay', () => {
  it.each(pointsOf('relay'))(
    '%s: its jobs are sent by the next one, and each is in its queue once',
    async (point) => {
      const { order, ends } = await placed();
      await dieAt(point, { kind: 'relay' });
      const next = await openRelay(shop, queueRedisUrl);
      try {
        await shop.db.primary.$executeRaw`UPDATE outbox_event SET due_at = now() WHERE closed_at IS NULL`;
        await next.relay.start();
        await eventually(
          'the job waits',
          async () => (await next.queues.payments.getJobCounts()).waiting === 1,
        );
        await next.relay.stop();
        const [job] = await next.queues.payments.getWaiting();
        expect(job?.data).toMatchObject({ payload: { orderId: order.orderId } });
        await next.queues.payments.drain();
      } finally {
        await next.close();
      }
      await runOpenJobs(shop);
      await expectEnd({ order, ends });
    },
  );
});

describe('a crash while an order is paid', () => {
  it.each([...pointsOf('authorize'), ...pointsOf('capture')])('%s', async (point) => {
    await dieAndRecover(point, await placed());
  });

  it.each(pointsOf('confirm'))('%s', async (point) => {
    const scene = await placed();
    await carry(shop, scene.order);
    await dieAndRecover(point, scene);
  });

  it.each(pointsOf('webhook'))('%s', async (point) => {
    const { order, ends } = await placed();
    const { total } = await shop.db.primary.order.findUniqueOrThrow({ where: { id: order.orderId } });
    await findProvider(shop, 'test').authorize({
      idempotencyKey: order.paymentId,
      amount: Number(total),
      currency: 'USD',
      token: 'ok',
      signal: AbortSignal.timeout(5_000),
    });
    const act = { kind: 'webhook', paymentId: order.paymentId } as const;
    await dieAndRecover(point, { order, act, ends });
  });
});

describe('a crash while money goes back', () => {
  const reason = 'The shopper has changed their mind.';

  it.each(pointsOf('cancel'))('%s', async (point) => {
    const order = await capturesOnFulfilment(shop, () => placeTestOrder(shop));
    await carry(shop, order);
    await runOpenJobs(shop);
    await cancelOrder(shop, operatorCall({ number: order.number, reason }));
    await dieAndRecover(point, { order, act: { kind: 'jobs' }, ends: 'cancelled' });
  });

  it.each(pointsOf('refund'))('%s', async (point) => {
    const { order } = await placed();
    await runOpenJobs(shop);
    await refundOrder(shop, operatorCall({ number: order.number, reason, restock: false }));
    await dieAndRecover(point, { order, act: { kind: 'jobs' }, ends: 'refunded' });
  });
});
