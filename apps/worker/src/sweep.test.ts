import { addToCart } from '@holdfast/commerce/cart/add-to-cart';
import { placeOrder } from '@holdfast/commerce/orders/place-order';
import { placeTestOrder } from '@holdfast/commerce/orders/testing';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { sellVariant } from '@holdfast/commerce/testing-goods';
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

it('forgets what has made caches untrue half an hour ago', async () => {
  const { cacheInvalidation } = shop.db.primary;
  await cacheInvalidation.createMany({
    data: [
      { tags: ['old'], createdAt: fromNow(-31 / 1_440) },
      { tags: ['new'], createdAt: fromNow(-29 / 1_440) },
    ],
  });
  await sweep(shop);
  expect(await cacheInvalidation.findMany({ where: { tags: { hasSome: ['old', 'new'] } } })).toMatchObject([
    { tags: ['new'] },
  ]);
});

it('forgets sessions a day after they could last be renewed', async () => {
  const user = await shop.db.primary.user.create({
    data: { email: 'shopper@example.com', name: 'A Shopper', passwordHash: '' },
  });
  const session = (name: string, days: number) => ({
    userId: user.id,
    accessTokenHash: `access-${name}`,
    refreshTokenHash: name,
    expiresAt: fromNow(-2),
    refreshExpiresAt: fromNow(days),
  });
  await shop.db.primary.session.createMany({
    data: [session('old', -1.1), session('ended', -0.9), session('usable', 1)],
  });
  await sweep(shop);
  const left = await shop.db.primary.session.findMany({ orderBy: { refreshExpiresAt: 'asc' } });
  expect(left.map((row) => row.refreshTokenHash)).toEqual(['ended', 'usable']);
});

const touchCarts = (ids: string[], days: number) =>
  shop.db.primary.cart.updateMany({ where: { id: { in: ids } }, data: { updatedAt: fromNow(days) } });

async function fillCart(): Promise<string> {
  const { variantId } = await sellVariant(shop);
  return (await addToCart(shop, { variantId, quantity: 1 })).id;
}

it('forgets carts that nobody touched for 60 days, with their lines', async () => {
  const [forgotten, recent] = [await fillCart(), await fillCart()];
  await touchCarts([forgotten], -61);
  await touchCarts([recent], -59);
  await sweep(shop);
  const left = await shop.db.primary.cart.findMany();
  expect(left.map((cart) => cart.id)).toEqual([recent]);
  expect(await shop.db.primary.cartLine.count({ where: { cartId: forgotten } })).toBe(0);
});

it('forgets old carts that became orders: the order stays, and a late placing makes no second one', async () => {
  const cartId = await fillCart();
  const place = (idempotencyKey: string) =>
    placeOrder(shop, {
      caller: { scope: 'guest', customerId: null },
      input: {
        idempotencyKey,
        cartId,
        email: 'shopper@example.com',
        shippingAddress: { name: 'A Shopper', line1: '1 Quay', city: 'Haifa', country: 'IL' },
        shippingMethod: 'standard',
        payment: { provider: 'test' },
      },
    });
  const placed = await place('the first time');
  await touchCarts([cartId], -61);
  await sweep(shop);
  expect(await shop.db.primary.cart.count({ where: { id: cartId } })).toBe(0);
  expect(await place('the first time')).toEqual(placed);
  await expect(place('another time')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await shop.db.primary.order.count({ where: { cartId } })).toBe(1);
});

it('leaves a forgotten cart that somebody has in hand at this moment', async () => {
  const id = await fillCart();
  await touchCarts([id], -61);
  await shop.db.primary.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM cart WHERE id = ${id} FOR UPDATE`;
    await sweep(shop);
  });
  expect(await shop.db.primary.cart.count({ where: { id } })).toBe(1);
});

it('forgets processes that have been silent for a day', async () => {
  const node = (id: string, days: number) => ({
    id,
    role: 'worker',
    pid: 1,
    startedAt: fromNow(-3),
    seenAt: fromNow(days),
    stats: {},
  });
  await shop.db.primary.processNode.createMany({ data: [node('gone', -1.1), node('silent', -0.9)] });
  await sweep(shop);
  expect(await shop.db.primary.processNode.findMany()).toMatchObject([{ id: 'silent' }]);
});

it('keeps of a payment that goes on failing the newest 50 failed steps, and all others', async () => {
  const { paymentId } = await placeTestOrder(shop);
  const step = (outcome: 'failed' | 'done', error: string) =>
    shop.db.primary.paymentStep.create({ data: { paymentId, step: 'capture', outcome, error } });
  await step('done', 'oldest');
  for (let count = 1; count <= 53; count += 1) await step('failed', String(count));
  await shop.db.primary.outboxEvent.updateMany({
    where: { payload: { path: ['paymentId'], equals: paymentId } },
    data: { failedAt: new Date() },
  });
  await sweep(shop);
  const left = await shop.db.primary.paymentStep.findMany({ where: { paymentId }, orderBy: { id: 'asc' } });
  const newest = Array.from({ length: 50 }, (_, index) => String(index + 4));
  expect(left.map(({ error }) => error)).toEqual(['oldest', ...newest]);
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
