import { catalogListInput, catalogSearchInput } from '@holdfast/shared/contracts/catalog';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDeps, type Deps } from '../deps.ts';
import { setPrice } from '../pricing/set-price.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { sellVariant, showNow, type SoldVariant } from '../testing-goods.ts';
import { importRows, product, variant } from './import/testing.ts';
import { listCategories } from './list-categories.ts';
import { listProducts } from './list-products.ts';
import { readProduct } from './read-product.ts';
import { searchProducts } from './search-products.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop?.close());

const LIST = catalogListInput.parse({ limit: 100 });

describe('a product', () => {
  it('that is unknown, a draft, archived or without a price is not found', async () => {
    await expect(readProduct(shop, { handle: 'nothing' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    for (const status of ['draft', 'archived'] as const) {
      const sold = await sellVariant(shop);
      await shop.db.primary.product.update({ where: { id: sold.productId }, data: { status } });
      await showNow(shop, [sold.handle]);
      await expect(readProduct(shop, { handle: sold.handle })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    const euro = await sellVariant(shop, { currency: 'EUR' });
    await showNow(shop, [euro.handle]);
    await expect(readProduct(shop, { handle: euro.handle })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('that was asked for before it was there is found as soon as it is imported', async () => {
    await expect(readProduct(shop, { handle: 'comes-later' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await importRows(shop, [product('comes-later')]);
    expect(await readProduct(shop, { handle: 'comes-later' })).toMatchObject({ handle: 'comes-later' });
  });

  it('shows options in the locale, and none that nothing for sale has', async () => {
    await importRows(shop, [
      product('cap', { 'Option1 Name': 'Colour', 'Option1 Value': 'Kelp' }),
      variant('cap', 'Fog'),
    ]);
    const option = await shop.db.primary.productOption.findFirstOrThrow({
      where: { product: { handle: 'cap' } },
      include: { values: true },
    });
    await shop.db.primary.productOptionTranslation.create({
      data: { optionId: option.id, locale: 'he', name: 'צבע' },
    });
    const kelp = option.values.find(({ value }) => value === 'Kelp');
    await shop.db.primary.productOptionValueTranslation.create({
      data: { optionValueId: kelp?.id ?? '', locale: 'he', value: 'אצה' },
    });
    await shop.db.primary.variant.updateMany({
      where: { product: { handle: 'cap' }, optionKey: '["Fog"]' },
      data: { archivedAt: new Date() },
    });
    await showNow(shop, ['cap']);
    expect(await readProduct(shop, { handle: 'cap', locale: 'he' })).toMatchObject({
      title: 'The cap',
      options: [{ name: 'צבע', values: ['אצה'] }],
      variants: [{ title: 'אצה', options: [{ name: 'צבע', value: 'אצה' }] }],
    });
  });

  it('names a former price only when it was higher', async () => {
    await importRows(shop, [
      product('sale', { 'Variant Compare At Price': '60' }),
      product('no-sale', { 'Variant Compare At Price': '50' }),
    ]);
    const compareAt = async (handle: string) => (await readProduct(shop, { handle })).variants[0]?.compareAt;
    expect(await compareAt('sale')).toEqual({ amount: 6_000, currency: 'USD' });
    expect(await compareAt('no-sale')).toBeNull();
  });
});

describe('what is cached', () => {
  let sold: SoldVariant;
  beforeAll(async () => {
    sold = await sellVariant(shop);
    await showNow(shop, [sold.handle]);
  });

  const familyCounts = (name: string) => shop.cache.counts().find((family) => family.name === name);

  it('is answered from the cache the second time', async () => {
    await readProduct(shop, { handle: sold.handle });
    const before = familyCounts('catalog.product');
    await readProduct(shop, { handle: sold.handle });
    const after = familyCounts('catalog.product');
    expect(after).toMatchObject({ l2Hits: (before?.l2Hits ?? 0) + 1, misses: before?.misses });
  });

  it('never hides a price that was just set, whichever server fills it', async () => {
    for (let amount = 1; amount <= 40; amount += 1) {
      await setPrice(shop, { variantId: sold.variantId, amount, currency: 'USD' });
      const [read, list] = await Promise.all([
        readProduct(shop, { handle: sold.handle }),
        listProducts(shop, LIST),
      ]);
      expect(read.variants[0]?.price.amount).toBe(amount);
      expect(list.items.find(({ handle }) => handle === sold.handle)?.priceFrom.amount).toBe(amount);
    }
  });

  it('keeps apart what differs in locale, currency, sort or page', async () => {
    await setPrice(shop, { variantId: sold.variantId, amount: 777, currency: 'EUR' });
    const amount = async (currency: string) =>
      (await readProduct(shop, { handle: sold.handle, currency })).variants[0]?.price;
    expect(await amount('EUR')).toEqual({ amount: 777, currency: 'EUR' });
    expect(await amount('USD')).toEqual({ amount: 40, currency: 'USD' });
    const first = await listProducts(shop, { ...LIST, limit: 1 });
    const second = await listProducts(shop, { ...LIST, limit: 1, cursor: first.nextCursor ?? '' });
    expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
  });
});

describe('reads outlive', () => {
  const opened: { close(): Promise<void> }[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((deps) => deps.close())));

  async function depsWith(broken: { cacheRedisUrl?: string; replicaUrls?: string[] }): Promise<Deps> {
    const deps = await createDeps({
      instance: 'test',
      logLevel: 'silent',
      databaseUrl: shop.databaseUrl,
      replicaUrls: [shop.replicaUrl],
      cacheRedisUrl: shop.cacheRedisUrl,
      databasePool: 5,
      appSecret: 'x'.repeat(32),
      cachePrefix: shop.prefix,
      ...broken,
    });
    opened.push(deps);
    return deps;
  }

  it.each<[string, Parameters<typeof depsWith>[0]]>([
    ['the cache', { cacheRedisUrl: 'redis://127.0.0.1:1' }],
    ['the replica', { replicaUrls: ['postgresql://nobody@127.0.0.1:1/none'] }],
    ['both', { cacheRedisUrl: 'redis://127.0.0.1:1', replicaUrls: ['postgresql://nobody@127.0.0.1:1/none'] }],
  ])('%s', async (_what, broken) => {
    const deps = await depsWith(broken);
    const sold = await sellVariant(deps, { title: 'Lifebuoy' });
    await setPrice(deps, { variantId: sold.variantId, amount: 321, currency: 'USD' });
    await showNow(shop, [sold.handle], { categories: true });
    const search = catalogSearchInput.parse({ q: 'lifebuoy', limit: 100 });
    const reads = async () => [
      (await readProduct(deps, { handle: sold.handle })).variants[0]?.price.amount,
      (await listProducts(deps, LIST)).items.length > 0,
      (await searchProducts(deps, search)).items.length > 0,
      Array.isArray(await listCategories(deps, {})),
    ];
    await expect.poll(reads, { timeout: 5_000 }).toEqual([321, true, true, true]);
  });
});
