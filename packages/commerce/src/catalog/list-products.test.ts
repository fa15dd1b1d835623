import {
  type CatalogListInput,
  catalogListInput,
  type CatalogSort,
} from '@holdfast/shared/contracts/catalog';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openTestShop, type TestShop } from '../testing.ts';
import { sellVariant, showNow } from '../testing-goods.ts';
import { importRows, product, variant } from './import/testing.ts';
import { listProducts } from './list-products.ts';

let shop: TestShop;
const PRODUCTS = 23;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  // Few prices and few moments among many products: only the tie-breaker keeps a page from repeating or losing.
  const rows = Array.from({ length: PRODUCTS }, (_, index) =>
    product(`rope-${index}`, { 'Variant Price': String(10 + (index % 3)), Tags: index % 2 ? 'odd' : 'even' }),
  );
  await importRows(shop, rows);
  await shop.db.primary
    .$executeRaw`UPDATE product SET published_at = '2026-01-01'::timestamptz + (position % 4) * interval '1 ms'`;
  await showNow(shop, await allHandles());
});
afterAll(() => shop?.close());

const allHandles = async () =>
  (await shop.db.primary.product.findMany({ select: { handle: true } })).map(({ handle }) => handle);

const list = (input: Partial<CatalogListInput> = {}) => listProducts(shop, catalogListInput.parse(input));

async function allPages(input: Partial<CatalogListInput>): Promise<{ handle: string; amount: number }[]> {
  const pages = [await list(input)];
  for (let next = pages[0]?.nextCursor; next; next = pages.at(-1)?.nextCursor) {
    pages.push(await list({ ...input, cursor: next }));
  }
  return pages.flatMap(({ items }) =>
    items.map(({ handle, priceFrom }) => ({ handle, amount: priceFrom.amount })),
  );
}

describe('pages of a list', () => {
  it.each<[CatalogSort, number]>([
    ['featured', 5],
    ['newest', 5],
    ['price_asc', 5],
    ['price_desc', 4],
    ['price_asc', 1],
    ['featured', PRODUCTS],
  ])('sorted by %s in steps of %i hold each product once', async (sort, limit) => {
    const seen = await allPages({ sort, limit });
    expect(new Set(seen.map(({ handle }) => handle)).size).toBe(PRODUCTS);
    expect(seen).toHaveLength(PRODUCTS);
    expect(seen.map(({ handle }) => handle)).toEqual(
      (await list({ sort, limit: 100 })).items.map(({ handle }) => handle),
    );
  });

  it('come in the order that was asked for', async () => {
    const featured = await allPages({ sort: 'featured', limit: 7 });
    expect(featured.map(({ handle }) => handle)).toEqual(
      Array.from({ length: PRODUCTS }, (_, i) => `rope-${i}`),
    );
    const amounts = async (sort: CatalogSort) =>
      (await allPages({ sort, limit: 7 })).map(({ amount }) => amount);
    const ascending = await amounts('price_asc');
    expect(ascending).toEqual(ascending.toSorted((a, b) => a - b));
    expect(await amounts('price_desc')).toEqual(ascending.toReversed());
    const newest = await allPages({ sort: 'newest', limit: 7 });
    const moment = ({ handle }: { handle: string }) => (Number(handle.slice(5)) + 1) % 4;
    expect(newest.map(moment)).toEqual(newest.map(moment).toSorted((a, b) => b - a));
  });

  it('of a category hold its products and those of the categories below', async () => {
    expect(await allPages({ category: 'odd', limit: 4 })).toHaveLength(11);
    const parent = await shop.db.primary.category.create({ data: { handle: 'ropes' } });
    await shop.db.primary.category.updateMany({ where: { handle: 'odd' }, data: { parentId: parent.id } });
    await showNow(shop, await allHandles());
    expect(await allPages({ category: 'ropes', limit: 4 })).toHaveLength(11);
    expect(await allPages({ category: 'nowhere' })).toEqual([]);
  });

  it.each([
    [
      'of another sort',
      () => Buffer.from('["newest",5,"01a20a53-c11d-718a-a314-27af43cc919b"]').toString('base64url'),
    ],
    ['of no sense', () => 'nonsense'],
    [
      'with a place that no date has',
      () => Buffer.from('["featured",-1e15,"01a20a53-c11d-718a-a314-27af43cc919b"]').toString('base64url'),
    ],
  ])('by a cursor %s are refused', async (_what, cursor) => {
    await expect(list({ cursor: cursor() })).rejects.toMatchObject({
      code: 'VALIDATION',
      issues: [{ path: 'cursor' }],
    });
  });

  it('by a forged cursor at the edge of numbers are a page or a refusal, never a failure', async () => {
    for (const sort of ['featured', 'newest', 'price_asc', 'price_desc'] as const) {
      for (const key of [Number.MAX_SAFE_INTEGER, -100_000_000_000_000]) {
        const cursor = Buffer.from(
          JSON.stringify([sort, key, '01a20a53-c11d-718a-a314-27af43cc919b']),
        ).toString('base64url');
        await expect(list({ sort, cursor })).resolves.toHaveProperty('items');
      }
    }
  });
});

describe('an item', () => {
  it('shows the lowest price and the best availability of its variants', async () => {
    await importRows(shop, [
      product('boot', {
        'Option1 Name': 'Size',
        'Option1 Value': '40',
        'Variant Price': '9',
        'Variant Inventory Qty': '0',
      }),
      variant('boot', '41', {
        'Variant Price': '8',
        'Variant Inventory Qty': '0',
        'Variant Inventory Policy': 'continue',
      }),
      variant('boot', '42', { 'Variant Price': '30', 'Variant Inventory Qty': '4' }),
    ]);
    const [first] = (await list({ sort: 'price_asc' })).items;
    expect(first).toMatchObject({
      handle: 'boot',
      priceFrom: { amount: 800, currency: 'USD' },
      availability: 'low_stock',
    });
  });

  it('is listed in the currencies that it has a price in', async () => {
    const { handle } = await sellVariant(shop, { currency: 'EUR', amount: 1_250 });
    const euro = await list({ currency: 'EUR', sort: 'price_asc' });
    expect(euro.items).toMatchObject([{ handle, priceFrom: { amount: 1_250, currency: 'EUR' } }]);
    expect((await list({ limit: 100 })).items.map((item) => item.handle)).not.toContain(handle);
  });

  it('is not asked for in a currency that the shop does not sell in', async () => {
    await expect(list({ currency: 'JPY' })).rejects.toMatchObject({
      code: 'VALIDATION',
      issues: [{ path: 'currency' }],
    });
  });

  it('is written in the locale, or where that is missing in the default one', async () => {
    const { productId, handle } = await sellVariant(shop, { title: 'Anchor', currency: 'ILS' });
    const titles = async (locale: string) =>
      (await list({ locale, currency: 'ILS' })).items
        .filter((item) => item.handle === handle)
        .map(({ title }) => title);
    expect(await titles('he')).toEqual(['Anchor']);
    await shop.db.primary.productTranslation.create({
      data: { productId, locale: 'he', title: 'עוגן', description: '' },
    });
    await showNow(shop, await allHandles());
    expect(await titles('he')).toEqual(['עוגן']);
    expect(await titles('en')).toEqual(['Anchor']);
    expect(await titles('fr')).toEqual(['Anchor']);
  });
});
