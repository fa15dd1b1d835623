import { type OrderListInput, orderListInput } from '@holdfast/shared/contracts/orders';
import {
  deriveOrderStatus,
  FULFILMENT_STATUSES,
  ORDER_STATUSES,
  PAYMENT_STATUSES,
} from '@holdfast/shared/order-status';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openTestShop, type TestShop } from '../testing.ts';
import { listOrders } from './list-orders.ts';
import { placeTestOrder, type TestOrder } from './testing.ts';

let shop: TestShop;
/** One for each combination of the stored statuses, oldest first. */
const orders: TestOrder[] = [];
const COMBINATIONS = PAYMENT_STATUSES.flatMap((paymentStatus) =>
  FULFILMENT_STATUSES.map((fulfilmentStatus) => ({ paymentStatus, fulfilmentStatus })),
);

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  for (const [index, statuses] of COMBINATIONS.entries()) {
    const order = await placeTestOrder(shop, { quantity: 2, email: `Shopper${index}@Example.com` });
    // Three of a moment: only the id keeps a page from repeating or losing one.
    const placedAt = new Date(Date.UTC(2026, 0, 1) + Math.floor(index / 3));
    await shop.db.primary.order.update({ where: { id: order.orderId }, data: { ...statuses, placedAt } });
    orders.push(order);
  }
});
afterAll(() => shop?.close());

const list = (input: Partial<OrderListInput> = {}) => listOrders(shop, orderListInput.parse(input));

async function allNumbers(input: Partial<OrderListInput>): Promise<string[]> {
  const pages = [await list(input)];
  for (let next = pages[0]?.nextCursor; next; next = pages.at(-1)?.nextCursor) {
    pages.push(await list({ ...input, cursor: next }));
  }
  return pages.flatMap(({ items }) => items.map(({ number }) => number));
}

describe('the list of orders', () => {
  it.each([1, 4, 35, 100])('in pages of %i holds each once, newest first', async (limit) => {
    const seen = await allNumbers({ limit });
    expect(new Set(seen)).toEqual(new Set(orders.map(({ number }) => number)));
    expect(seen).toHaveLength(orders.length);
    expect(seen).toEqual((await list({ limit: 100 })).items.map(({ number }) => number));
    const { items } = await list({ limit: 100 });
    const times = items.map(({ placedAt }) => placedAt);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it.each(ORDER_STATUSES)('of the status %s holds all that a shopper sees as such', async (status) => {
    const wanted = orders.filter((_, index) => {
      const { paymentStatus, fulfilmentStatus } = COMBINATIONS[index] ?? {};
      return (
        paymentStatus && fulfilmentStatus && deriveOrderStatus(paymentStatus, fulfilmentStatus) === status
      );
    });
    expect(wanted.length).toBeGreaterThan(0);
    const seen = await allNumbers({ status, limit: 2 });
    expect(seen).toHaveLength(wanted.length);
    expect(new Set(seen)).toEqual(new Set(wanted.map(({ number }) => number)));
    for (const item of (await list({ status })).items) expect(item.status).toBe(status);
  });

  it('finds by a number or its beginning, and by the beginning of an e-mail, in any case', async () => {
    const [first] = orders;
    expect(await allNumbers({ q: first?.number.toLowerCase() })).toEqual([first?.number]);
    expect(await allNumbers({ q: 'hf-' })).toHaveLength(orders.length);
    expect(await allNumbers({ q: 'shopper3@' })).toEqual([orders[3]?.number]);
    expect(await allNumbers({ q: 'SHOPPER3' })).toHaveLength(6);
    expect(await allNumbers({ q: 'example.com' })).toEqual([]);
    expect(await allNumbers({ q: '%' })).toEqual([]);
    expect(await allNumbers({ q: 'shopper3', status: 'refunded' })).toEqual([]);
  });

  it('shows what waits for a human alone when that is asked for', async () => {
    const order = orders[5];
    await shop.db.primary.order.update({
      where: { id: order?.orderId ?? '' },
      data: { attentionReason: 'capture_failed' },
    });
    const { items } = await list({ attention: true });
    expect(items).toMatchObject([{ number: order?.number, attention: { reason: 'capture_failed' } }]);
    expect(items[0]).toMatchObject({ pieces: 2, email: 'Shopper5@Example.com', total: { currency: 'USD' } });
  });

  it('shows an order whose personal data was erased without it', async () => {
    const order = orders[7];
    await shop.db.primary.orderContact.delete({ where: { orderId: order?.orderId ?? '' } });
    expect((await list({ q: order?.number })).items).toMatchObject([{ number: order?.number, email: null }]);
  });

  it('refuses a cursor of another list', async () => {
    await expect(list({ cursor: 'nonsense' })).rejects.toMatchObject({ code: 'VALIDATION' });
  });
});

it('each filter of the list is answered by an index', async () => {
  const plan = async (sql: string) =>
    shop.db.primary.$transaction(async (tx) => {
      await tx.$executeRawUnsafe('SET LOCAL enable_seqscan = off');
      const rows = await tx.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${sql}`);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
  expect(
    await plan(`SELECT order_id FROM order_contact WHERE starts_with(lower(email), lower('Shop'))`),
  ).toMatch(/Index Cond: .*lower\(email\) >= 'shop'/);
  expect(await plan(`SELECT id FROM orders WHERE starts_with(number, upper('hf-1'))`)).toMatch(
    /Index Cond: .*number >= 'HF-1'/,
  );
});
