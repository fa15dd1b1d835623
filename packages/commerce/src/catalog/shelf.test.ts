import { catalogListInput, catalogSearchInput } from '@holdfast/shared/contracts/catalog';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { defaultChannel } from '../pricing/default-channel.ts';
import { setPrice } from '../pricing/set-price.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { sellVariant, showNow, type SoldVariant } from '../testing-goods.ts';
import { listProducts } from './list-products.ts';
import { readProduct } from './read-product.ts';
import { searchProducts } from './search-products.ts';

let shop: TestShop;
let lamp: SoldVariant;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  lamp = await sellVariant(shop, { title: 'Lamp', amount: 2_000 });
  const { primary } = shop.db;
  await primary.productImage.createMany({
    data: ['/goods/lamp.svg', '/goods/lamp-red.svg'].map((url, position) => ({
      productId: lamp.productId,
      url,
      alt: 'A brass lamp',
      position,
    })),
  });
  await primary.variant.update({
    where: { id: lamp.variantId },
    data: { imageUrl: '/goods/lamp-red.svg' },
  });
  await primary.productTranslation.create({
    data: { productId: lamp.productId, locale: 'he', title: 'מנורה', description: '<p>אור</p>' },
  });
  for (const [position, handle] of ['lights', 'brass'].entries()) {
    await primary.category.create({
      data: {
        handle,
        position: -position,
        translations: {
          create: [
            { locale: 'en', title: `The ${handle}` },
            ...(handle === 'lights' ? [{ locale: 'he', title: 'תאורה' }] : []),
          ],
        },
        products: { create: { productId: lamp.productId } },
      },
    });
  }
  await showNow(shop, [lamp.handle], { categories: true });
});
afterAll(() => shop?.close());

type Market = { locale?: string; currency?: string };

const listed = async (market: Market) =>
  (await listProducts(shop, catalogListInput.parse(market))).items.find(
    ({ handle }) => handle === lamp.handle,
  );
const found = async (market: Market) =>
  (await searchProducts(shop, catalogSearchInput.parse({ q: '', ...market }))).items.find(
    ({ handle }) => handle === lamp.handle,
  );
const shown = (market: Market) => readProduct(shop, { handle: lamp.handle, ...market });

describe('what is shown in another locale', () => {
  it('has its words where they are written, and the default ones elsewhere', async () => {
    const product = await shown({ locale: 'he' });
    expect(product).toMatchObject({ title: 'מנורה', description: '<p>אור</p>' });
    expect(product.categories).toEqual([
      { handle: 'brass', title: 'The brass' },
      { handle: 'lights', title: 'תאורה' },
    ]);
    expect((await shown({})).categories.map(({ title }) => title)).toEqual(['The brass', 'The lights']);
  });

  it('describes pictures by the title, which is in that locale', async () => {
    for (const read of [listed, found]) {
      expect((await read({}))?.image).toEqual({ url: '/goods/lamp.svg', alt: 'A brass lamp' });
      expect((await read({ locale: 'he' }))?.image).toEqual({ url: '/goods/lamp.svg', alt: 'מנורה' });
    }
    expect((await shown({ locale: 'he' })).images.map(({ alt }) => alt)).toEqual(['מנורה', 'מנורה']);
    expect((await shown({})).images.map(({ alt }) => alt)).toEqual(['A brass lamp', 'A brass lamp']);
  });
});

it('a category that is renamed is renamed on its products at once', async () => {
  const kelp = await sellVariant(shop);
  const { id: categoryId } = await shop.db.primary.category.create({
    data: { handle: 'kelp', products: { create: { productId: kelp.productId } } },
  });
  await showNow(shop, [kelp.handle], { categories: true });
  const titles = async () =>
    (await readProduct(shop, { handle: kelp.handle })).categories.map(({ title }) => title);
  expect(await titles()).toEqual(['kelp']);
  await shop.db.primary.categoryTranslation.create({ data: { categoryId, locale: 'en', title: 'Kelp' } });
  await showNow(shop, [], { categories: true });
  expect(await titles()).toEqual(['Kelp']);
});

it('a variant is shown by the picture of the product that is its own, and by none that is not there', async () => {
  const image = async () => (await shown({})).variants[0]?.image;
  expect(await image()).toBe('/goods/lamp-red.svg');
  await shop.db.primary.variant.update({ where: { id: lamp.variantId }, data: { imageUrl: '/gone.svg' } });
  await showNow(shop, [lamp.handle]);
  expect(await image()).toBeNull();
});

describe('an item of a list or a search', () => {
  it('names the former price of its cheapest variant, and only when it was higher', async () => {
    const channel = await defaultChannel(shop);
    const setCompareAt = async (variantId: string, compareAtAmount: number | null) => {
      await shop.db.primary.variantPrice.updateMany({ where: { variantId }, data: { compareAtAmount } });
      await showNow(shop, [lamp.handle]);
    };
    const dearer = await shop.db.primary.variant.create({
      data: {
        productId: lamp.productId,
        optionKey: '["Large"]',
        position: 1,
        prices: { create: { channelId: channel.id, currency: 'USD', amount: 3_000, compareAtAmount: 9_000 } },
      },
    });
    for (const read of [listed, found]) {
      await setCompareAt(lamp.variantId, null);
      expect(await read({})).toMatchObject({ priceFrom: { amount: 2_000 }, compareAt: null });
      await setCompareAt(lamp.variantId, 2_000);
      expect(await read({})).toMatchObject({ compareAt: null });
      await setCompareAt(lamp.variantId, 2_500);
      expect(await read({})).toMatchObject({
        priceFrom: { amount: 2_000, currency: 'USD' },
        compareAt: { amount: 2_500, currency: 'USD' },
      });
    }
    await shop.db.primary.variant.delete({ where: { id: dearer.id } });
  });

  it('is priced in the currency, and left out of one that it has no price in', async () => {
    for (const read of [listed, found]) expect(await read({ currency: 'ILS' })).toBeUndefined();
    await setPrice(shop, { variantId: lamp.variantId, amount: 7_400, currency: 'ILS' });
    for (const read of [listed, found]) {
      expect((await read({ currency: 'ILS' }))?.priceFrom).toEqual({ amount: 7_400, currency: 'ILS' });
      expect(await read({ currency: 'EUR' })).toBeUndefined();
    }
  });
});
