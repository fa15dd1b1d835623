import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openTestShop, type TestShop } from '../testing.ts';
import { appendOrderEvent, lockOrder } from './record-event.ts';
import { placeTestOrder } from './testing.ts';

let shop: TestShop;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop.close());

it('numbers the events of an order without gaps, however many are written at once', async () => {
  const { orderId } = await placeTestOrder(shop);
  await Promise.all(
    Array.from({ length: 12 }, () =>
      shop.db.primary.$transaction(async (tx) => {
        await lockOrder(tx, orderId);
        await appendOrderEvent(tx, orderId, { type: 'confirmation_sent' });
      }),
    ),
  );
  const events = await shop.db.primary.orderEvent.findMany({ where: { orderId }, orderBy: { seq: 'asc' } });
  expect(events.map((event) => event.seq)).toEqual(Array.from({ length: 13 }, (_, index) => index + 1));
});

it('refuses an order that is not there', async () => {
  const missing = '0197a000-0000-7000-8000-000000000000';
  await expect(shop.db.primary.$transaction((tx) => lockOrder(tx, missing))).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});
