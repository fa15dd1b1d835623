import { randomUUID } from 'node:crypto';
import type { PlaceOrderInput } from '@holdfast/shared/contracts/orders';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { addToCart } from '../cart/add-to-cart.ts';
import { readLevel } from '../inventory/read-level.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { sellBundle, sellVariant } from '../testing-goods.ts';
import { type Caller, placeOrder } from './place-order.ts';
import { readOrder } from './read-order.ts';

const guest: Caller = { scope: 'guest', customerId: null };
let shop: TestShop;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop.close());

async function cartOf(...lines: { variantId: string; quantity: number }[]): Promise<string> {
  let cartId: string | undefined;
  for (const line of lines) cartId = (await addToCart(shop, { ...line, cartId })).id;
  if (!cartId) throw new Error('a cart needs a line');
  return cartId;
}

function checkout(cartId: string, changes: Partial<PlaceOrderInput> = {}): PlaceOrderInput {
  return {
    idempotencyKey: randomUUID(),
    cartId,
    email: 'shopper@example.com',
    shippingAddress: { name: 'A Shopper', line1: '1 Quay', city: 'Haifa', country: 'IL' },
    shippingMethod: 'standard',
    payment: { provider: 'test', token: 'ok' },
    ...changes,
  };
}

const place = (input: PlaceOrderInput, caller = guest) => placeOrder(shop, { input, caller });

async function sumMovements(stockItemId: string) {
  const movements = await shop.db.primary.stockMovement.findMany({ where: { stockItemId } });
  return {
    onHand: movements.reduce((sum, movement) => sum + movement.onHandDelta, 0),
    allocated: movements.reduce((sum, movement) => sum + movement.allocatedDelta, 0),
  };
}

describe('a placed order', () => {
  it('holds its lines, totals, contact, address, first event, payment and outbox event', async () => {
    const { variantId } = await sellVariant(shop, { amount: 5_900, onHand: 5 });
    const answer = await place(checkout(await cartOf({ variantId, quantity: 2 })));
    if (answer.status !== 'placed') throw new Error(answer.status);
    expect(answer.order.total).toEqual({ amount: 12_300, currency: 'USD' });

    const order = await readOrder(shop, { input: answer.order, viewer: null });
    expect(order).toMatchObject({
      status: 'placed',
      paymentStatus: 'pending',
      fulfilmentStatus: 'unfulfilled',
      lines: [{ quantity: 2, gross: { amount: 11_800 }, tax: { amount: 1_800 }, taxRate: 0.18 }],
      totals: { subtotal: { amount: 11_800 }, shipping: { amount: 500 }, tax: { amount: 1_876 } },
      events: [{ seq: 1, type: 'placed' }],
    });
    const row = await shop.db.primary.order.findUniqueOrThrow({
      where: { number: answer.order.number },
      include: { contact: true, addresses: true, payments: true, allocations: true },
    });
    expect(row.contact?.email).toBe('shopper@example.com');
    expect(row.addresses).toMatchObject([{ kind: 'shipping', country: 'IL' }]);
    expect(row.payments).toMatchObject([{ state: 'pending', amount: 12_300n, token: 'ok' }]);
    expect(row.allocations).toMatchObject([{ quantity: 2 }]);
    const jobs = await shop.db.primary.outboxEvent.findMany({
      where: { payload: { path: ['orderId'], equals: row.id } },
    });
    expect(jobs).toMatchObject([{ job: 'payments.authorize', closedAt: null }]);
  });

  it('is shown to its access token and to nobody else', async () => {
    const { variantId } = await sellVariant(shop);
    const answer = await place(checkout(await cartOf({ variantId, quantity: 1 })));
    if (answer.status !== 'placed') throw new Error(answer.status);
    const { number } = answer.order;
    await expect(readOrder(shop, { input: { number }, viewer: null })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(
      readOrder(shop, { input: { number, accessToken: `${answer.order.accessToken}x` }, viewer: null }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('stock', () => {
  it('is never sold twice: 40 shoppers at once for 7 pieces place 7 orders', async () => {
    const { variantId, stockItemId } = await sellVariant(shop, { onHand: 7 });
    const carts = await Promise.all(Array.from({ length: 40 }, () => cartOf({ variantId, quantity: 1 })));
    const answers = await Promise.all(carts.map((cartId) => place(checkout(cartId))));
    expect(answers.filter((answer) => answer.status === 'placed')).toHaveLength(7);
    const refused = answers.filter((answer) => answer.status === 'out_of_stock');
    expect(refused).toHaveLength(33);
    expect(await readLevel(shop, { variantId })).toEqual({ onHand: 7, allocated: 7, available: 0 });
    expect(await sumMovements(stockItemId)).toEqual({ onHand: 7, allocated: 7 });
  });

  it('is summed per stock item: a bundle and a single that each fit alone do not fit together', async () => {
    const rope = await sellVariant(shop, { onHand: 3 });
    const bundle = await sellBundle(shop, [{ stockItemId: rope.stockItemId, quantity: 2 }]);
    const cartId = await cartOf(
      { variantId: rope.variantId, quantity: 2 },
      { variantId: bundle.variantId, quantity: 1 },
    );
    const answer = await place(checkout(cartId));
    expect(answer).toEqual({
      status: 'out_of_stock',
      lines: [
        { variantId: rope.variantId, requested: 2, available: 3 },
        { variantId: bundle.variantId, requested: 1, available: 1 },
      ],
    });
    expect(await readLevel(shop, rope)).toMatchObject({ allocated: 0 });
  });

  it('deadlocks nobody: orders of the same two things in opposite orders all end', async () => {
    const [a, b] = [await sellVariant(shop, { onHand: 50 }), await sellVariant(shop, { onHand: 50 })];
    const lines = [
      { variantId: a.variantId, quantity: 1 },
      { variantId: b.variantId, quantity: 1 },
    ];
    const carts = await Promise.all(
      Array.from({ length: 20 }, (_, turn) => cartOf(...(turn % 2 ? lines : lines.toReversed()))),
    );
    const answers = await Promise.all(carts.map((cartId) => place(checkout(cartId))));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set(['placed']));
  });

  it('may be promised beyond the shelf up to the back-order limit, and not one more', async () => {
    const { variantId } = await sellVariant(shop, { onHand: 1, backOrderLimit: 2 });
    const first = await place(checkout(await cartOf({ variantId, quantity: 3 })));
    const second = await place(checkout(await cartOf({ variantId, quantity: 1 })));
    expect([first.status, second.status]).toEqual(['placed', 'out_of_stock']);
  });

  it('of a product that was taken out of the shop is refused as none available', async () => {
    const { variantId, productId } = await sellVariant(shop);
    const cartId = await cartOf({ variantId, quantity: 1 });
    await shop.db.primary.product.update({ where: { id: productId }, data: { status: 'archived' } });
    expect(await place(checkout(cartId))).toEqual({
      status: 'out_of_stock',
      lines: [{ variantId, requested: 1, available: 0 }],
    });
  });
});

describe('the price', () => {
  it('that the shopper saw is the price that is charged, or the order is not placed', async () => {
    const { variantId } = await sellVariant(shop, { amount: 1_000 });
    const cartId = await cartOf({ variantId, quantity: 1 });
    await shop.db.primary.variantPrice.updateMany({ where: { variantId }, data: { amount: 1_200n } });
    const answer = await place(checkout(cartId, { expectedTotal: { amount: 1_500, currency: 'USD' } }));
    expect(answer).toMatchObject({
      status: 'price_changed',
      quote: { totals: { total: { amount: 1_700, currency: 'USD' } } },
    });
    const agreed = await place(checkout(cartId, { expectedTotal: { amount: 1_700, currency: 'USD' } }));
    expect(agreed.status).toBe('placed');
  });
});

describe('the cache', () => {
  it('is left alone by an order that changes no availability, and told by the one that does', async () => {
    const { variantId, handle } = await sellVariant(shop, { onHand: 7 });
    const countInvalidations = () =>
      shop.db.primary.cacheInvalidation.count({ where: { tags: { has: `product:${handle}` } } });
    const invalidatedBy = async (quantity: number) => {
      const before = await countInvalidations();
      await place(checkout(await cartOf({ variantId, quantity })));
      return (await countInvalidations()) - before;
    };
    expect(await invalidatedBy(1)).toBe(0);
    expect(await invalidatedBy(1)).toBe(1);
    expect(await invalidatedBy(1)).toBe(0);
    expect(await invalidatedBy(4)).toBe(1);
  });
});

describe('an idempotency key', () => {
  it('makes ten simultaneous requests one order, with one answer for all', async () => {
    const { variantId } = await sellVariant(shop, { onHand: 50 });
    const input = checkout(await cartOf({ variantId, quantity: 1 }));
    const answers = await Promise.all(Array.from({ length: 10 }, () => place(input)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.status).toBe('placed');
    expect(await readLevel(shop, { variantId })).toMatchObject({ allocated: 1 });
  });

  it('keeps a refusal: stock that comes later does not change the answer', async () => {
    const { variantId, stockItemId } = await sellVariant(shop, { onHand: 0 });
    const input = checkout(await cartOf({ variantId, quantity: 1 }));
    const refused = await place(input);
    await shop.db.primary.stockLevel.updateMany({ where: { stockItemId }, data: { onHand: 5 } });
    expect(refused.status).toBe('out_of_stock');
    expect(await place(input)).toEqual(refused);
    expect(await shop.db.primary.order.count({ where: { cartId: input.cartId } })).toBe(0);
  });

  it('refuses another input and tells nothing of the first', async () => {
    const { variantId } = await sellVariant(shop);
    const input = checkout(await cartOf({ variantId, quantity: 1 }));
    await place(input);
    const other = { ...input, email: 'other@example.com' };
    const error = await place(other).catch((caught) => caught);
    expect(error).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT', details: {}, issues: [] });
    const otherToken = { ...input, payment: { provider: 'test' as const, token: 'declined' } };
    await expect(place(otherToken)).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  it('of one person is free for another', async () => {
    const { variantId } = await sellVariant(shop);
    const input = checkout(await cartOf({ variantId, quantity: 1 }));
    const user = await shop.db.primary.user.create({
      data: { email: `${randomUUID()}@example.com`, name: 'U', passwordHash: 'x' },
    });
    await place(input);
    const second = { ...input, cartId: await cartOf({ variantId, quantity: 1 }) };
    const answer = await place(second, { scope: `user:${user.id}`, customerId: user.id });
    expect(answer.status).toBe('placed');
  });

  it('is not spent by a request that could not be understood', async () => {
    const { variantId } = await sellVariant(shop);
    const input = checkout(await cartOf({ variantId, quantity: 1 }));
    await expect(place({ ...input, shippingMethod: 'pigeon' })).rejects.toMatchObject({
      code: 'VALIDATION',
      issues: [{ path: 'shippingMethod' }],
    });
    expect((await place(input)).status).toBe('placed');
  });
});

describe('a cart', () => {
  it('becomes one order, whatever the keys: the second says which', async () => {
    const { variantId } = await sellVariant(shop);
    const cartId = await cartOf({ variantId, quantity: 1 });
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => place(checkout(cartId))));
    const placed = answers.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(placed).toHaveLength(1);
    const [winner] = placed;
    if (winner?.status !== 'placed') throw new Error('no order');
    for (const loser of answers.filter((result) => result.status === 'rejected')) {
      expect(loser.reason).toMatchObject({
        code: 'CART_ALREADY_PLACED',
        details: { orderNumber: winner.order.number },
      });
    }
    await expect(addToCart(shop, { cartId, variantId, quantity: 1 })).rejects.toMatchObject({
      code: 'CART_ALREADY_PLACED',
    });
  });

  it('that is empty or unknown is refused in words', async () => {
    await expect(place(checkout('AAAAAAAAAAAAAAAAAAAAAA'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { variantId } = await sellVariant(shop);
    const cartId = await cartOf({ variantId, quantity: 1 });
    await shop.db.primary.cartLine.deleteMany({ where: { cartId } });
    await expect(place(checkout(cartId))).rejects.toMatchObject({ code: 'VALIDATION' });
  });
});
