import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readProduct } from '../catalog/read-product.ts';
import { placeTestOrder } from '../orders/testing.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { sellBundle, sellVariant } from '../testing-goods.ts';
import { configureStock } from './configure-stock.ts';
import { readLevel } from './read-level.ts';
import { readStockSettings } from './read-stock-settings.ts';

let shop: TestShop;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop.close());

const reason = 'A delivery is on its way.';
const configure = (input: { variantId: string; backOrderLimit?: number; lowStockLevel?: number }) =>
  configureStock(shop, { input: { reason, ...input }, scope: 'user:operator' });

describe('the settings of a stock', () => {
  it('say how much may be promised beyond it, and the shop shows it at once', async () => {
    const { variantId, handle } = await sellVariant(shop, { onHand: 0 });
    const availability = async () => (await readProduct(shop, { handle })).variants[0]?.availability;
    expect(await availability()).toBe('out_of_stock');
    expect(await configure({ variantId, backOrderLimit: 4 })).toEqual({
      backOrderLimit: 4,
      lowStockLevel: 5,
    });
    expect(await availability()).toBe('back_order');
    expect((await readLevel(shop, { variantId })).available).toBe(4);
  });

  it('say from how many on it is low, and what is not named stays', async () => {
    const { variantId, handle } = await sellVariant(shop, { onHand: 10, backOrderLimit: 2 });
    expect(await configure({ variantId, lowStockLevel: 10 })).toEqual({
      backOrderLimit: 2,
      lowStockLevel: 10,
    });
    expect((await readProduct(shop, { handle })).variants[0]?.availability).toBe('low_stock');
    expect(await readStockSettings(shop, { variantId })).toEqual({ backOrderLimit: 2, lowStockLevel: 10 });
  });

  it('cannot take back what is promised: the orders are named', async () => {
    const { orderId, number } = await placeTestOrder(shop, { quantity: 3, onHand: 1, backOrderLimit: 5 });
    const line = await shop.db.primary.orderLine.findFirstOrThrow({ where: { orderId } });
    await expect(configure({ variantId: line.variantId ?? '', backOrderLimit: 1 })).rejects.toMatchObject({
      code: 'BELOW_ALLOCATED',
      details: { orders: [number], allocated: 3 },
    });
  });

  it('are those of what a bundle is made of, and of nothing that is not there', async () => {
    const { stockItemId } = await sellVariant(shop);
    const { variantId } = await sellBundle(shop, [{ stockItemId, quantity: 2 }]);
    await expect(configure({ variantId, backOrderLimit: 1 })).rejects.toMatchObject({ code: 'VALIDATION' });
    await expect(configure({ variantId: randomUUID(), backOrderLimit: 1 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
