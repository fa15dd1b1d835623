import {
  type CatalogSearchInput,
  catalogListInput,
  catalogSearchInput,
  catalogSuggestInput,
} from '@holdfast/shared/contracts/catalog';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { importText, csv, product, translationCsv } from '../catalog/import/testing.ts';
import { listProducts } from '../catalog/list-products.ts';
import { searchProducts } from '../catalog/search-products.ts';
import { suggestProducts } from '../catalog/suggest-products.ts';
import { sellVariant } from '../testing-goods.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { countWords } from './count-words.ts';
import { rebuildListings } from './rebuild-listings.ts';
import { refreshListings } from './refresh-listings.ts';
import { showLists } from './show-lists.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  const goods = [
    ['rigging-knife', 'Rigging Knife', 'סכין ימאים', '5'],
    ['galley-knives', 'Set of Knives', 'סט סכינים למטבח', '5'],
    ['sweater', 'Lambswool Sweater', 'סוודר מצמר כבשים', '0'],
    ['sweater-here', 'Merino Sweater', 'הסוודר', '5'],
    ['storm-coat', 'Café Coat for the Storm', 'מעיל לסערה', '5'],
    ['hat', 'Sou’wester', 'כובע דייגים', '5'],
  ] as const;
  await importText(
    shop,
    csv(goods.map(([handle, Title, , stock]) => product(handle, { Title, 'Variant Inventory Qty': stock }))),
    {
      translations: translationCsv(
        goods.map(([id, original, text]) => ({ type: 'PRODUCT', id, field: 'title', original, text })),
      ),
    },
  );
  await rebuildListings(shop);
});
afterAll(() => shop?.close());

const search = (q: string, more: Partial<CatalogSearchInput> = {}) =>
  searchProducts(shop, catalogSearchInput.parse({ q, ...more }));
const handles = async (q: string, locale = 'en') =>
  (await search(q, { locale })).items.map(({ handle }) => handle);

describe('an English search', () => {
  it.each([
    ['by another form of a word', 'sweaters', ['sweater-here', 'sweater']],
    ['by the beginning of a word that is being typed', 'swe', ['sweater-here', 'sweater']],
    ['without accents', 'cafe', ['storm-coat']],
    ['with and without an apostrophe', "sou'wester", ['hat']],
    ['with and without an apostrophe, ', 'souwester', ['hat']],
    ['with two letters the wrong way round', 'kinfe', ['rigging-knife']],
    ['with words that say nothing', 'a coat of the storm', ['storm-coat']],
  ])('finds %s: %s', async (_what, q, found) => {
    expect(await handles(q)).toEqual(found);
  });

  it('puts what can be had before what is sold out, where both match alike', async () => {
    expect(await handles('sweater')).toEqual(['sweater-here', 'sweater']);
  });
});

describe('a Hebrew search', () => {
  it.each([
    ['a word without its article', 'סוודר', ['sweater-here', 'sweater']],
    ['a word with one that the title has not', 'והסכינים', ['galley-knives']],
    ['the singular by which the plural begins', 'סכין', ['rigging-knife', 'galley-knives']],
    ['a word with a preposition before it', 'סערה', ['storm-coat']],
    ['a word with points', 'כּוֹבַע', ['hat']],
  ])('finds %s', async (_what, q, found) => {
    expect((await handles(q, 'he')).toSorted()).toEqual(found.toSorted());
  });
});

describe('a synonym', () => {
  it('counts each way from the moment that it is written, in its locale alone', async () => {
    expect(await handles('jumper')).toEqual([]);
    await shop.db.primary.searchSynonym.create({
      data: { locale: 'en', word: 'jumper', synonym: 'sweater' },
    });
    await showLists(shop);
    expect(await handles('jumper')).toEqual(['sweater-here', 'sweater']);
    expect(await handles('jumper', 'he')).toEqual([]);
  });

  it('is written as searches compare words, or refused', async () => {
    await expect(
      shop.db.primary.searchSynonym.create({ data: { locale: 'en', word: 'Jumper', synonym: 'sweater' } }),
    ).rejects.toThrow(/one_plain_word/);
  });
});

it('what is too long to be a word is searched for like any other', async () => {
  expect(await handles('㌖'.repeat(200))).toEqual([]);
  expect(await handles(`knife ${'x'.repeat(150)}`)).toEqual([]);
});

it('a title can be written by who has no search_path, as a restore has none', async () => {
  await shop.db.primary.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL search_path = ''`;
    await tx.$executeRaw`
      WITH made AS (INSERT INTO public.category (handle) VALUES ('restored') RETURNING id)
      INSERT INTO public.category_translation (category_id, locale, title) SELECT id, 'en', 'Restored' FROM made`;
  });
});

it('a product is still found when it has moved far in the featured order', async () => {
  const { id } = await shop.db.primary.product.update({
    where: { handle: 'hat' },
    data: { position: 5_000_000 },
  });
  await refreshListings(shop.db.primary, [id]);
  await showLists(shop);
  expect(await handles('souwester')).toEqual(['hat']);
});

it('a word is found by what it begins with, also where its stem has a stem of its own', async () => {
  const titles = ['Canvases', 'Canvas', 'Canvas', 'Canvas'];
  const goods = await Promise.all(titles.map((title) => sellVariant(shop, { title })));
  expect((await handles('canv')).toSorted()).toEqual(goods.map(({ handle }) => handle).toSorted());
});

describe('suggestions', () => {
  it('are the first of what the search would find', async () => {
    const suggested = await suggestProducts(shop, catalogSuggestInput.parse({ q: 'swea' }));
    const { items, total } = await search('swea');
    expect(suggested).toEqual({ items, total, isTotalCapped: false });
    expect(total).toBe(2);
  });

  it('of nothing typed are none', async () => {
    expect((await suggestProducts(shop, catalogSuggestInput.parse({ q: ' ' }))).items).toEqual([]);
  });
});

describe('more goods than a search ranks', () => {
  const MANY = 1_030;
  const RANKED = 1_000;
  /** So that they lie in all slices of the featured order, from below zero on. */
  const FIRST_PLACE = -100_000;
  const APART = 7_900;
  /** Where those are that come after as many as are ranked. */
  const BEHIND_ALL = 2_000_000_000;

  beforeAll(async () => {
    await shop.db.primary.$executeRaw`
      WITH made AS (
        INSERT INTO product (handle, status, position, published_at, tags)
        SELECT 'buoy-' || n, 'active', CASE WHEN n > ${RANKED}::integer THEN ${BEHIND_ALL}::integer ELSE ${FIRST_PLACE}::integer END + n * ${APART}::integer,
               now(), CASE WHEN n > ${RANKED}::integer THEN ARRAY['rare'] ELSE '{}' END
        FROM generate_series(1, ${MANY}::integer) AS n
        -- The last ones are written first.
        ORDER BY n DESC
        RETURNING id, handle
      ), titled AS (
        INSERT INTO product_translation (product_id, locale, title, description)
        SELECT id, 'en', 'Buoy ' || handle, '' FROM made
      ), sold AS (
        INSERT INTO variant (product_id, option_key, position) SELECT id, '[]', 0 FROM made RETURNING id
      )
      INSERT INTO variant_price (variant_id, channel_id, currency, amount)
      SELECT sold.id, channel.id, 'EUR', 500 FROM sold, channel`;
    const buoys = await shop.db.primary.product.findMany({ where: { handle: { startsWith: 'buoy-' } } });
    await refreshListings(
      shop.db.primary,
      buoys.map(({ id }) => id),
    );
    await shop.db.primary.$executeRaw`ANALYZE listing`;
    await countWords(shop);
    await showLists(shop);
  });

  it.each([
    ['by words', 'buoy'],
    ['without words', ''],
  ])('are counted as so many at least: %s', async (_how, q) => {
    const found = await search(q, { currency: 'EUR' });
    expect(found).toMatchObject({
      total: 1_000,
      isTotalCapped: true,
      cappedFacets: ['category', 'availability'],
    });
    expect(found.facets[1]).toEqual({
      name: 'availability',
      values: [{ value: 'out_of_stock', count: 1_000 }],
    });
  });

  it('are ranked from the beginning of the featured order on', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await search('buoy', { currency: 'EUR', limit: 100, cursor });
      seen.push(...page.items.map(({ handle }) => handle));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(Array.from({ length: RANKED }, (_, index) => `buoy-${index + 1}`));
  });

  it('are all found by what sets them apart', async () => {
    const rare = await search('buoy rare', { currency: 'EUR' });
    expect(rare).toMatchObject({ total: 30, isTotalCapped: false, cappedFacets: [] });
  });

  it('are all shown by a list, and by a search without words, page by page', async () => {
    const seen = { list: new Set<string>(), search: new Set<string>() };
    for (const [name, read] of [
      [
        'list',
        (cursor?: string) =>
          listProducts(shop, catalogListInput.parse({ currency: 'EUR', limit: 100, cursor })),
      ],
      ['search', (cursor?: string) => search('', { currency: 'EUR', limit: 100, cursor })],
    ] as const) {
      let cursor: string | undefined;
      do {
        const page = await read(cursor);
        for (const { handle } of page.items) seen[name].add(handle);
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
    }
    expect([seen.list.size, seen.search.size]).toEqual([MANY, MANY]);
  });
});
