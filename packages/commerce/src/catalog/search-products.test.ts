import { type CatalogSearchInput, catalogSearchInput } from '@holdfast/shared/contracts/catalog';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { showLists } from '../listing/show-lists.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { importRows, product } from './import/testing.ts';
import { searchProducts } from './search-products.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  await importRows(shop, [
    product('storm-jacket', { Title: 'Storm Jacket', Tags: 'rain, men' }),
    product('jacket-storm', { Title: 'Jacket for a Storm', Tags: 'rain', 'Variant Inventory Qty': '0' }),
    product('lightjacket', { Title: 'Lightjacket', Tags: 'men', 'Variant Inventory Qty': '40' }),
    product('lamp', { Title: 'Lamp', Tags: 'jacket pocket', Vendor: 'Élan' }),
    product('percent', { Title: '100% Wool', Tags: 'wool' }),
    product('hidden', { Title: 'Jacket', Published: 'false' }),
  ]);
});
afterAll(() => shop?.close());

const search = (q: string, more: Partial<CatalogSearchInput> = {}) =>
  searchProducts(shop, catalogSearchInput.parse({ q, ...more }));
const handles = async (q: string, more: Partial<CatalogSearchInput> = {}) =>
  (await search(q, more)).items.map(({ handle }) => handle);

describe('a search', () => {
  it("puts the title's first word before a later one, that before a part, and a tag last", async () => {
    expect(await handles('JACKET')).toEqual(['jacket-storm', 'storm-jacket', 'lightjacket', 'lamp']);
  });

  it('asks for every word', async () => {
    expect(await handles('jacket storm')).toHaveLength(2);
    expect(await handles('jacket submarine')).toEqual([]);
  });

  it('forgives a typing error', async () => {
    expect(await handles('jaket')).toContain('storm-jacket');
  });

  it('finds vendors, whatever the case of their accents', async () => {
    expect(await handles('ÉLAN')).toEqual(['lamp']);
  });

  it("finds goods by the title of their category in the shopper's language", async () => {
    await shop.db.primary.$executeRaw`
      INSERT INTO category_translation (category_id, locale, title)
      SELECT id, 'he', 'לגשם' FROM category WHERE handle = 'rain'`;
    await showLists(shop);
    expect(await handles('גשם', { locale: 'he' })).toEqual(['storm-jacket', 'jacket-storm']);
  });

  it('takes signs of patterns for what they are', async () => {
    expect(await handles('100%')).toEqual(['percent']);
    expect(await handles('%')).toEqual(['percent']);
    expect(await handles('_')).toEqual([]);
    expect(await handles("'; drop table product; --")).toEqual([]);
  });

  it('without words shows everything as featured', async () => {
    expect(await handles('')).toEqual(['storm-jacket', 'jacket-storm', 'lightjacket', 'lamp', 'percent']);
  });

  it('pages without a gap or a double', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await search('jacket', { limit: 1, cursor });
      seen.push(...page.items.map(({ handle }) => handle));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(await handles('jacket'));
  });

  it('refuses a cursor that is not of a search', async () => {
    await expect(search('jacket', { cursor: 'x' })).rejects.toMatchObject({ code: 'VALIDATION' });
  });
});

describe('facets', () => {
  it('count what the search found', async () => {
    expect((await search('storm')).facets).toEqual([
      {
        name: 'category',
        values: [
          { value: 'rain', count: 2 },
          { value: 'men', count: 1 },
        ],
      },
      {
        name: 'availability',
        values: [
          { value: 'low_stock', count: 1 },
          { value: 'out_of_stock', count: 1 },
        ],
      },
    ]);
  });

  it('are narrowed by the other filters and not by their own', async () => {
    const page = await search('jacket', { filters: { category: ['men'], availability: ['low_stock'] } });
    expect(page.items.map(({ handle }) => handle)).toEqual(['storm-jacket']);
    expect(page.facets).toEqual([
      {
        name: 'category',
        values: [
          { value: 'jacket-pocket', count: 1 },
          { value: 'men', count: 1 },
          { value: 'rain', count: 1 },
        ],
      },
      {
        name: 'availability',
        values: [
          { value: 'in_stock', count: 1 },
          { value: 'low_stock', count: 1 },
        ],
      },
    ]);
  });
});
