import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { cloneTestDatabase, type TestDatabase } from './testing.ts';

let test: TestDatabase;
let item: string;
let location: string;

beforeAll(async () => {
  test = await cloneTestDatabase(inject('stack'));
  item = (await test.database.primary.stockItem.create({ data: {} })).id;
  location = (await test.database.primary.stockLocation.findFirstOrThrow()).id;
});
afterAll(() => test.drop());

const level = (changes: { onHand: number; allocated?: number; backOrderLimit?: number }) =>
  test.database.primary.stockLevel.upsert({
    where: { stockItemId_locationId: { stockItemId: item, locationId: location } },
    create: { stockItemId: item, locationId: location, ...changes },
    update: changes,
  });

describe('the database itself', () => {
  it('refuses an oversold row, whatever the code does', async () => {
    await level({ onHand: 5, allocated: 5 });
    await expect(level({ onHand: 5, allocated: 6 })).rejects.toThrow(/stock_level_not_oversold/);
    await expect(level({ onHand: 4, allocated: 5 })).rejects.toThrow(/stock_level_not_oversold/);
    await expect(level({ onHand: 5, allocated: 6, backOrderLimit: 1 })).resolves.toBeDefined();
  });

  it('refuses less than nothing on hand or allocated', async () => {
    await expect(level({ onHand: -1, allocated: 0, backOrderLimit: 5 })).rejects.toThrow(
      /on_hand_not_negative/,
    );
    await expect(level({ onHand: 1, allocated: -1 })).rejects.toThrow(/allocated_not_negative/);
  });

  it('refuses a price below zero and an order whose total does not add up', async () => {
    const channel = await test.database.primary.channel.findFirstOrThrow();
    const product = await test.database.primary.product.create({
      data: { handle: 'rope', variants: { create: { optionKey: '[]', position: 0 } } },
      include: { variants: true },
    });
    const price = { variantId: product.variants[0]?.id ?? '', channelId: channel.id, currency: 'USD' };
    await expect(
      test.database.primary.variantPrice.create({ data: { ...price, amount: -1n } }),
    ).rejects.toThrow(/variant_price_amount_not_negative/);
    const order = {
      id: crypto.randomUUID(),
      number: 'X-1',
      channelId: channel.id,
      cartId: 'cart',
      currency: 'USD',
      locale: 'en',
      subtotal: 100n,
      shipping: 10n,
      tax: 0n,
      taxIncluded: true,
      shippingMethodCode: 'standard',
    };
    await expect(test.database.primary.order.create({ data: { ...order, total: 111n } })).rejects.toThrow(
      /orders_total_adds_up/,
    );
    await test.database.primary.order.create({ data: { ...order, total: 110n } });
  });

  it('keeps history as it was written', async () => {
    const order = await test.database.primary.order.findFirstOrThrow();
    await test.database.primary.orderEvent.create({ data: { orderId: order.id, seq: 1, type: 'placed' } });
    await expect(
      test.database.primary.orderEvent.updateMany({ data: { type: 'cancelled' } }),
    ).rejects.toThrow(/append-only/);
    await expect(test.database.primary.orderEvent.deleteMany()).rejects.toThrow(/append-only/);
  });

  it('keeps movements of stock as they were written', async () => {
    await test.database.primary.stockMovement.create({
      data: { stockItemId: item, locationId: location, kind: 'adjustment', onHandDelta: 1 },
    });
    await expect(test.database.primary.stockMovement.deleteMany()).rejects.toThrow(/append-only/);
    await expect(
      test.database.primary.stockMovement.updateMany({ data: { onHandDelta: 2 } }),
    ).rejects.toThrow(/append-only/);
  });

  it('has an index for every foreign key', async () => {
    const missing = await test.database.primary.$queryRaw<{ key: string }[]>`
      SELECT conrelid::regclass || ' (' || string_agg(attname, ', ') || ')' AS key
      FROM pg_constraint
      JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY(conkey)
      WHERE contype = 'f' AND NOT EXISTS (
        SELECT FROM pg_index
        WHERE indrelid = conrelid AND (indkey::int2[])[0:cardinality(conkey) - 1] @> conkey)
      GROUP BY conrelid, conname`;
    expect(missing.map(({ key }) => key)).toEqual([]);
  });
});
