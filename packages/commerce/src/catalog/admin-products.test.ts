import { type AdminProductListInput, adminProductListInput } from '@holdfast/shared/contracts/catalog';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { defaultChannel } from '../pricing/default-channel.ts';
import { setPrice } from '../pricing/set-price.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { sellBundle, sellVariant, showNow, type SoldVariant } from '../testing-goods.ts';
import { listAdminProducts } from './list-admin-products.ts';
import { readAdminProduct } from './read-admin-product.ts';

let shop: TestShop;
let anchor: SoldVariant;
let buoy: SoldVariant;
let cleat: SoldVariant;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  anchor = await sellVariant(shop, { title: 'Brass anchor', onHand: 40 });
  buoy = await sellVariant(shop, { title: 'small Buoy', onHand: 5, amount: 700 });
  cleat = await sellVariant(shop, { title: 'Cleat', onHand: 0, currency: 'EUR' });
  await shop.db.primary.variant.update({ where: { id: buoy.variantId }, data: { sku: 'BUOY-7%' } });
});
afterAll(() => shop?.close());

const list = (input: Partial<AdminProductListInput> = {}) =>
  listAdminProducts(shop, adminProductListInput.parse(input));
const titles = async (input: Partial<AdminProductListInput>) =>
  (await list(input)).items.map(({ title }) => title);

describe("the operator's list of products", () => {
  it('holds each once, by title whatever its case, in pages of any size', async () => {
    for (const limit of [1, 2, 3]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list({ limit, cursor });
        seen.push(...page.items.map(({ title }) => title));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen).toEqual(['Brass anchor', 'Cleat', 'small Buoy']);
    }
  });

  it('shows stock, the lowest price and the least that a variant has to sell', async () => {
    const channel = await defaultChannel(shop);
    const large = await shop.db.primary.variant.create({
      data: {
        productId: anchor.productId,
        optionKey: '["Large"]',
        position: 1,
        prices: { create: { channelId: channel.id, currency: 'USD', amount: 400 } },
        components: { create: { stockItemId: buoy.stockItemId, quantity: 2 } },
      },
    });
    const { items } = await list({ q: 'anchor' });
    expect(items).toMatchObject([
      { handle: anchor.handle, variants: 2, onHand: 42, lowestAvailable: 2, priceFrom: { amount: 400 } },
    ]);
    await shop.db.primary.variant.update({ where: { id: large.id }, data: { archivedAt: new Date() } });
    expect((await list({ q: 'anchor' })).items).toMatchObject([
      { variants: 1, onHand: 40, lowestAvailable: 40, priceFrom: { amount: 1_000, currency: 'USD' } },
    ]);
    expect((await list({ q: 'cleat' })).items).toMatchObject([{ priceFrom: null, lowestAvailable: 0 }]);
  });

  it('is filtered by words, the beginning of a SKU or a handle, by status and by stock', async () => {
    expect(await titles({ q: 'buoy SMALL' })).toEqual(['small Buoy']);
    expect(await titles({ q: 'buoy-7%' })).toEqual(['small Buoy']);
    expect(await titles({ q: '%' })).toEqual([]);
    expect(await titles({ q: cleat.handle })).toEqual(['Cleat']);
    expect(await titles({ q: '  ' })).toHaveLength(3);
    expect(await titles({ stock: 'low' })).toEqual(['Cleat', 'small Buoy']);
    expect(await titles({ stock: 'out' })).toEqual(['Cleat']);
    await shop.db.primary.product.update({ where: { id: cleat.productId }, data: { status: 'archived' } });
    await showNow(shop, [cleat.handle]);
    expect(await titles({ status: 'archived' })).toEqual(['Cleat']);
    expect(await titles({ status: 'active' })).toEqual(['Brass anchor', 'small Buoy']);
  });
});

describe("the operator's product", () => {
  it('has the prices of each currency, default first, and the stock of each variant on sale', async () => {
    const { variantId } = anchor;
    await setPrice(shop, { variantId, amount: 900, currency: 'ILS', compareAt: 1_100 });
    await setPrice(shop, { variantId, amount: 950, currency: 'EUR' });
    expect(await readAdminProduct(shop, { handle: anchor.handle })).toMatchObject({
      title: 'Brass anchor',
      currencies: ['USD', 'EUR', 'ILS'],
      variants: [
        {
          id: variantId,
          title: 'Brass anchor',
          onHand: 40,
          allocated: 0,
          available: 40,
          prices: [
            { price: { amount: 1_000, currency: 'USD' }, compareAt: null },
            { price: { amount: 950, currency: 'EUR' }, compareAt: null },
            { price: { amount: 900, currency: 'ILS' }, compareAt: { amount: 1_100, currency: 'ILS' } },
          ],
        },
      ],
    });
  });

  it('is read in any status, and of a bundle shows what its parts allow', async () => {
    expect((await readAdminProduct(shop, { handle: cleat.handle })).status).toBe('archived');
    const bundle = await sellBundle(shop, [{ stockItemId: anchor.stockItemId, quantity: 3 }]);
    expect((await readAdminProduct(shop, { handle: bundle.handle })).variants).toMatchObject([
      { onHand: 13, available: 13 },
    ]);
    await expect(readAdminProduct(shop, { handle: 'nothing' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
