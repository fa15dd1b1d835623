import { randomUUID } from 'node:crypto';
import type { PlaceOrderOutput } from '@holdfast/shared/contracts/orders';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { addToCart } from '../cart/add-to-cart.ts';
import { readCart } from '../cart/read-cart.ts';
import { updateCart } from '../cart/update-cart.ts';
import { createDeps, type Deps } from '../deps.ts';
import { adjustStock } from '../inventory/adjust-stock.ts';
import { readLevel } from '../inventory/read-level.ts';
import { applyCharge } from '../payments/apply-charge.ts';
import { carryPayment } from '../payments/carry-payment.ts';
import { findProvider, type PaymentDeps, type PaymentProvider } from '../payments/provider.ts';
import { readLedger, takeJob, withTestProvider } from '../payments/testing.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { sellBundle, sellVariant } from '../testing-goods.ts';
import { placeOrder } from './place-order.ts';
import { readOrder } from './read-order.ts';
import { closeOrder, placeTestOrder, readEvents, readHistory, type TestOrder } from './testing.ts';

/** Failures of other shops, known from their issue trackers; each test is named after the thread that tells of it. */

let shop: TestShop & PaymentDeps;
/** Another process of the same shop: what is kept in memory alone does not reach from one to the other. */
let twin: Deps & { close(): Promise<void> };

beforeAll(async () => {
  shop = withTestProvider(await openTestShop(inject('stack')));
  twin = await createDeps({
    instance: 'twin',
    logLevel: 'silent',
    databaseUrl: shop.databaseUrl,
    replicaUrls: [],
    cacheRedisUrl: shop.cacheRedisUrl,
    databasePool: 10,
    appSecret: shop.appSecret,
    cachePrefix: shop.prefix,
  });
});
afterAll(async () => {
  await twin?.close();
  await shop.close();
});

type Line = { variantId: string; quantity: number };

async function cartOf(...lines: Line[]): Promise<string> {
  let cartId: string | undefined;
  for (const line of lines) cartId = (await addToCart(shop, { ...line, cartId })).id;
  if (!cartId) throw new Error('a cart needs a line');
  return cartId;
}

function place(deps: Deps, cartId: string, idempotencyKey: string = randomUUID()): Promise<PlaceOrderOutput> {
  return placeOrder(deps, {
    caller: { scope: 'guest', customerId: null },
    input: {
      idempotencyKey,
      cartId,
      email: 'shopper@example.com',
      shippingAddress: { name: 'A Shopper', line1: '1 Quay', city: 'Haifa', country: 'IL' },
      shippingMethod: 'standard',
      payment: { provider: 'test', token: 'ok' },
    },
  });
}

/** Calls take turns between the two processes. */
const processOf = (turn: number) => (turn % 2 === 0 ? shop : twin);

const times = <T>(count: number, work: (turn: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, turn) => work(turn)));

function countStatuses(answers: PlaceOrderOutput[]): Record<string, number> {
  const groups = Map.groupBy(answers, ({ status }) => status);
  return Object.fromEntries([...groups].map(([status, group]) => [status, group.length]));
}

const PAID = ['placed', 'payment_authorized', 'payment_captured'];

async function sumOfHolds(stockItemId: string): Promise<number> {
  const holds = await shop.db.primary.stockAllocation.findMany({ where: { stockItemId } });
  return holds.reduce((sum, { quantity }) => sum + quantity, 0);
}

function setStock(variantId: string, setTo: number) {
  const input = { variantId, setTo, reason: 'They were counted.' };
  return adjustStock(shop, { input, actorId: randomUUID(), scope: 'user:operator' });
}

/** The one order among the answers. */
async function findOrder(answers: PlaceOrderOutput[]): Promise<TestOrder> {
  const [placed, ...more] = answers.filter((answer) => answer.status === 'placed');
  if (!placed || more.length > 0) throw new Error(`${more.length + 1} orders in place of one`);
  const { number, accessToken } = placed.order;
  const { id, payments, allocations } = await shop.db.primary.order.findUniqueOrThrow({
    where: { number },
    include: { payments: true, allocations: true },
  });
  const [paymentId, stockItemId] = [payments[0]?.id, allocations[0]?.stockItemId];
  if (!paymentId || !stockItemId) throw new Error('the order has no payment or holds nothing');
  return { orderId: id, number, accessToken, paymentId, stockItemId };
}

/** The shop with a provider that does some things in another way. */
function withProvider(change: (provider: PaymentProvider) => Partial<PaymentProvider>): PaymentDeps {
  const provider = findProvider(shop, 'test');
  return { ...shop, providers: { test: { ...provider, ...change(provider) } } };
}

/** What a webhook leads to, delivered twice to another process. */
function tellTwice(paymentId: string): Promise<unknown> {
  const deps: PaymentDeps = { ...twin, providers: shop.providers };
  return times(2, () => applyCharge(deps, { paymentId, provider: 'test' }, AbortSignal.timeout(10_000)));
}

async function countOpenTransactions(): Promise<number> {
  const [row] = await shop.db.primary.$queryRaw<{ open: number }[]>`
    SELECT count(*)::integer AS open FROM pg_stat_activity
    WHERE datname = current_database() AND state LIKE 'idle in transaction%'`;
  return row?.open ?? 0;
}

function addOne(cartId: string, variantId: string): Promise<unknown> {
  return addToCart(twin, { cartId, variantId, quantity: 1 });
}

async function setFirstLine(cartId: string): Promise<unknown> {
  const [line] = await twin.db.primary.cartLine.findMany({ where: { cartId } });
  return updateCart(twin, { cartId, lineId: line?.id ?? '', quantity: 2 });
}

/** Lets the works come to the cart in this order: it is held until each of them waits for it. */
async function queueAtCart(cartId: string, works: (() => Promise<unknown>)[]): Promise<void> {
  const begun = await shop.db.primary.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM cart WHERE id = ${cartId} FOR UPDATE`;
    const waiting: Promise<PromiseSettledResult<unknown>[]>[] = [];
    for (const work of works) {
      waiting.push(Promise.allSettled([work()]));
      await vi.waitUntil(async () => (await countWaiting()) === waiting.length, { timeout: 9_000 });
    }
    return waiting;
  });
  for (const [result] of await Promise.all(begun)) if (result?.status === 'rejected') throw result.reason;
}

/** Delivers two webhooks and holds the order until they and the job all come to write what they have learnt. */
async function meetWebhooks({ orderId, paymentId }: TestOrder): Promise<Promise<unknown>[]> {
  const isHeld = Promise.withResolvers<void>();
  const holding = shop.db.primary.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM orders WHERE id = ${orderId}::uuid FOR UPDATE`;
    isHeld.resolve();
    await vi.waitUntil(async () => (await countWaiting()) === 3, { timeout: 9_000 });
  });
  await isHeld.promise;
  return [holding, tellTwice(paymentId)];
}

async function countWaiting(): Promise<number> {
  const [row] = await twin.db.primary.$queryRaw<{ waiting: number }[]>`
    SELECT count(*)::integer AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.waiting ?? 0;
}

async function readOrderedQuantity(cartId: string): Promise<number | undefined> {
  const { lines } = await shop.db.primary.order.findUniqueOrThrow({
    where: { cartId },
    include: { lines: true },
  });
  return lines[0]?.quantity;
}

describe('stock', () => {
  it('medusa#16825: one unit is never in two orders, whichever processes they come through', async () => {
    await times(20, async () => {
      const { variantId, stockItemId } = await sellVariant(shop, { onHand: 1 });
      const carts = await times(2, () => cartOf({ variantId, quantity: 1 }));
      const answers = await Promise.all(carts.map((cartId, turn) => place(processOf(turn), cartId)));
      expect(countStatuses(answers)).toEqual({ placed: 1, out_of_stock: 1 });
      expect(await sumOfHolds(stockItemId)).toBe(1);
    });
  });

  it.each([
    ['two variants', 1],
    ['a bundle and a single', 2],
  ])('medusa#16502: %s of one stock item are one demand', async (_, inOne) => {
    const rope = await sellVariant(shop, { onHand: 3 });
    const other = await sellBundle(shop, [{ stockItemId: rope.stockItemId, quantity: inOne }]);
    const lines = (quantity: number) => [
      { variantId: rope.variantId, quantity },
      { variantId: other.variantId, quantity: 1 },
    ];
    const tooMuch = await place(shop, await cartOf(...lines(4 - inOne)));
    expect(tooMuch.status).toBe('out_of_stock');
    expect(await readLevel(shop, rope)).toMatchObject({ allocated: 0 });
    const all = await place(shop, await cartOf(...lines(3 - inOne)));
    expect(all.status).toBe('placed');
    expect(await readLevel(shop, rope)).toMatchObject({ allocated: 3, available: 0 });
  });

  it('vendure PR#4930: 500 shoppers at once for 100 pieces buy exactly 100', {
    timeout: 60_000,
  }, async () => {
    const { variantId, stockItemId } = await sellVariant(shop, { onHand: 100 });
    const carts = await times(500, () => cartOf({ variantId, quantity: 1 }));
    const answers = await Promise.all(carts.map((cartId, turn) => place(processOf(turn), cartId)));
    expect(countStatuses(answers)).toEqual({ placed: 100, out_of_stock: 400 });
    expect(await readLevel(shop, { variantId })).toEqual({ onHand: 100, allocated: 100, available: 0 });
    expect(await sumOfHolds(stockItemId)).toBe(100);
  });

  it('vendure#3065: what is charged is held before, and cannot be gone after', async () => {
    const { variantId } = await sellVariant(shop, { onHand: 1 });
    const carts = await times(2, () => cartOf({ variantId, quantity: 1 }));
    const answers = await Promise.all(carts.map((cartId, turn) => place(processOf(turn), cartId)));
    const order = await findOrder(answers);

    const heldWhenAsked: number[] = [];
    const watching = withProvider((provider) => ({
      authorize: async (request) => {
        heldWhenAsked.push(await sumOfHolds(order.stockItemId));
        await expect(setStock(variantId, 0)).rejects.toMatchObject({ code: 'BELOW_ALLOCATED' });
        return provider.authorize(request);
      },
    }));
    await carryPayment(watching, await takeJob(shop, order, 'payments.authorize'));
    expect(heldWhenAsked).toEqual([1]);
    expect(await sumOfHolds(order.stockItemId)).toBe(1);
    const charged = await readLedger(shop.paymentProvider);
    const payments = await shop.db.primary.payment.findMany({ where: { order: { cartId: { in: carts } } } });
    expect(payments.map(({ id }) => charged.get(id)?.state)).toEqual(['captured']);
  });
});

describe('a payment', () => {
  it('saleor#6897: no row is locked and no transaction is open while the provider is being called', async () => {
    const { variantId } = await sellVariant(shop, { onHand: 2 });
    const order = await findOrder([await place(shop, await cartOf({ variantId, quantity: 1 }))]);
    const [isCalled, answers] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const hanging = withProvider((provider) => ({
      authorize: async (request) => {
        isCalled.resolve();
        await answers.promise;
        return provider.authorize(request);
      },
    }));
    const paying = carryPayment(hanging, await takeJob(shop, order, 'payments.authorize'));
    await isCalled.promise;

    expect(await countOpenTransactions()).toBe(0);
    const neighbour = await place(twin, await cartOf({ variantId, quantity: 1 }));
    expect(neighbour.status).toBe('placed');
    expect(await setStock(variantId, 5)).toMatchObject({ onHand: 5, allocated: 2 });
    await closeOrder(twin, order);
    expect(await readLevel(shop, { variantId })).toMatchObject({ allocated: 1 });

    answers.resolve();
    await paying;
    const charges = await readLedger(shop.paymentProvider);
    expect(charges.get(order.paymentId)?.state).toBe('cancelled');
  });

  it('medusa#13301: the job and the webhook meet at each step and write each event once', async () => {
    for (const order of await times(5, () => placeTestOrder(shop))) {
      const meetings: Promise<unknown>[] = [];
      const telling = withProvider((provider) => ({
        authorize: async (request) => {
          const charge = await provider.authorize(request);
          meetings.push(...(await meetWebhooks(order)));
          return charge;
        },
        capture: async (request) => {
          const capture = await provider.capture(request);
          // One that still waits from the meeting before would be counted in this.
          await Promise.all(meetings);
          meetings.push(...(await meetWebhooks(order)));
          return capture;
        },
      }));
      await carryPayment(telling, await takeJob(shop, order, 'payments.authorize'));
      await Promise.all(meetings);
      expect(await readHistory(shop, order.orderId)).toEqual(PAID);
      expect(await readEvents(shop, order.orderId, 'notifications.order-confirmation')).toHaveLength(1);
      const charges = await readLedger(shop.paymentProvider);
      expect(charges.get(order.paymentId)).toMatchObject({ state: 'captured', attempts: 1, refunded: 0 });
    }
  });

  it('saleor#12652: the order is there all the while its checkout is repeated and its payment confirmed', async () => {
    const { variantId } = await sellVariant(shop, { onHand: 20 });
    await times(20, async (turn) => {
      const cartId = await cartOf({ variantId, quantity: 1 });
      const key = randomUUID();
      const first = await place(shop, cartId, key);
      const order = await findOrder([first]);
      const job = await takeJob(shop, order, 'payments.authorize');
      const [again] = await Promise.all([
        place(processOf(turn), cartId, key),
        carryPayment(shop, job),
        tellTwice(order.paymentId),
        readOrder(twin, { input: order, viewer: null }),
      ]);
      expect(again).toEqual(first);
      await tellTwice(order.paymentId);
      expect(await readOrder(shop, { input: order, viewer: null })).toMatchObject({ status: 'paid' });
      expect(await readHistory(shop, order.orderId)).toEqual(PAID);
    });
  });
});

describe('a checkout', () => {
  it('medusa#14758: a duplicate is given its order and no error, at once, later and from another process', async () => {
    const { variantId } = await sellVariant(shop, { onHand: 100 });
    await times(10, async () => {
      const [cartId, key] = [await cartOf({ variantId, quantity: 1 }), randomUUID()];
      const atOnce = await times(6, (turn) => place(processOf(turn), cartId, key));
      const later = [await place(shop, cartId, key), await place(twin, cartId, key)];
      expect(atOnce[0]?.status).toBe('placed');
      for (const answer of [...atOnce, ...later]) expect(answer).toEqual(atOnce[0]);
      expect(await shop.db.primary.order.count({ where: { cartId } })).toBe(1);
    });
  });
});

describe('a cart', () => {
  it('medusa#15360: two tabs that change it at once lose nothing of each other', async () => {
    const [rope, knife] = [await sellVariant(shop), await sellVariant(shop)];
    const cartId = await cartOf({ variantId: rope.variantId, quantity: 1 });
    const [line] = (await readCart(shop, { cartId })).lines;
    await times(20, (turn) =>
      addToCart(processOf(turn), { cartId, variantId: knife.variantId, quantity: 1 }),
    );
    await times(2, (turn) =>
      turn === 0
        ? updateCart(shop, { cartId, lineId: line?.id ?? '', quantity: 7 })
        : addToCart(twin, { cartId, variantId: knife.variantId, quantity: 1 }),
    );
    expect((await readCart(shop, { cartId })).lines).toMatchObject([{ quantity: 7 }, { quantity: 21 }]);
  });

  describe.each([
    ['adds to it', addOne],
    ['changes its line', setFirstLine],
  ])('that a tab %s', (_, change) => {
    it('medusa#15360: just before the checkout takes it is ordered with the change', async () => {
      const { variantId } = await sellVariant(shop);
      const cartId = await cartOf({ variantId, quantity: 1 });
      await queueAtCart(cartId, [() => change(cartId, variantId), () => place(shop, cartId)]);
      expect(await readOrderedQuantity(cartId)).toBe(2);
    });

    it('medusa#15360: just after the checkout took it is ordered without, and the tab is told', async () => {
      const { variantId } = await sellVariant(shop);
      const cartId = await cartOf({ variantId, quantity: 1 });
      const told = queueAtCart(cartId, [() => place(shop, cartId), () => change(cartId, variantId)]);
      await expect(told).rejects.toMatchObject({ code: 'CART_ALREADY_PLACED' });
      expect(await readOrderedQuantity(cartId)).toBe(1);
    });
  });
});
