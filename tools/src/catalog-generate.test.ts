import { listProducts } from '@holdfast/commerce/catalog/list-products';
import { searchProducts } from '@holdfast/commerce/catalog/search-products';
import { rebuildListings } from '@holdfast/commerce/listing/rebuild-listings';
import { type CommerceTestServers, openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { catalogListInput, catalogSearchInput } from '@holdfast/shared/contracts/catalog';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { generateCatalog } from './catalog-generate/generate-catalog.ts';
import { makeGoods } from './catalog-generate/make-goods.ts';
import { FILES } from './demo-catalog/pictures/renderings.ts';

const COUNT = 120;

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop(inject('stack') satisfies CommerceTestServers);
  expect(await generate(COUNT)).toBe(COUNT);
}, 60_000);
afterAll(() => shop?.close());

const generate = (count: number) => generateCatalog(shop, { databaseUrl: shop.databaseUrl, count });

describe('a generated catalog', () => {
  it('grows to the number that is asked for, and no further when it is asked again', async () => {
    expect(await generate(COUNT + 3)).toBe(3);
    expect(await generate(COUNT)).toBe(0);
    expect(await shop.db.primary.product.count({ where: { status: 'active' } })).toBe(COUNT + 3);
  });

  it('is the same wherever it is made', () => {
    expect(makeGoods(4_711)).toEqual(makeGoods(4_711));
    expect(makeGoods(4_711)).not.toEqual(makeGoods(4_712));
  });

  it('is listed as a rebuild would list it', async () => {
    const listed = () =>
      shop.db.primary.$queryRaw<unknown[]>`
        SELECT md5(string_agg(listing::text, ' ' ORDER BY product_id, locale)) AS listings, count(DISTINCT listing.product_id) AS products,
               (SELECT md5(string_agg(place::text, ' ' ORDER BY product_id, shelf_id)) FROM listing_place AS place) AS places,
               (SELECT string_agg(locale || word, ' ' ORDER BY locale, word) FROM listing_word) AS words
        FROM listing`;
    const generated = await listed();
    await shop.db.primary.$executeRaw`DELETE FROM listing_place`;
    await shop.db.primary.$executeRaw`DELETE FROM listing`;
    expect(await rebuildListings(shop)).toBe(await shop.db.primary.listingTurn.count());
    expect(await listed()).toEqual(generated);
  });

  it('breaks no foreign key, though it looks none up row by row', async () => {
    const keys = await shop.db.primary.$queryRaw<{ name: string; broken: string }[]>`
      SELECT conname AS name, format('SELECT count(*)::int AS broken FROM %s AS t WHERE (%s) IS NOT NULL AND NOT EXISTS (SELECT FROM %s WHERE (%s) = (%s))',
               conrelid::regclass, own.columns, confrelid::regclass, other.columns, own.columns) AS broken
      FROM pg_constraint
      CROSS JOIN LATERAL (
        SELECT string_agg(format('t.%I', attname), ', ' ORDER BY attnum) AS columns FROM pg_attribute
        WHERE attrelid = conrelid AND attnum = ANY(conkey)) AS own
      CROSS JOIN LATERAL (
        SELECT string_agg(format('%s.%I', confrelid::regclass, attname), ', ' ORDER BY attnum) AS columns FROM pg_attribute
        WHERE attrelid = confrelid AND attnum = ANY(confkey)) AS other
      WHERE contype = 'f' AND cardinality(conkey) = 1`;
    expect(keys.length).toBeGreaterThan(20);
    for (const { name, broken } of keys) {
      const rows = await shop.db.primary.$queryRawUnsafe<unknown[]>(broken);
      expect(rows, name).toEqual([{ broken: 0 }]);
    }
  });

  it('is for sale in both languages and all currencies', async () => {
    const { currencies, locales } = await shop.db.primary.channel.findFirstOrThrow();
    for (const currency of currencies) {
      for (const locale of locales) {
        const { items } = await listProducts(shop, catalogListInput.parse({ currency, locale, limit: 100 }));
        expect(items).toHaveLength(100);
        expect(items.every(({ title }) => /[א-ת]/.test(title) === (locale === 'he'))).toBe(true);
      }
    }
    const { title } = makeGoods(1);
    const { items } = await searchProducts(shop, catalogSearchInput.parse({ q: title.he, locale: 'he' }));
    expect(items[0]?.handle).toBe('gen-0000001');
  });

  it('has about two variants a product, and stock that movements sum to', async () => {
    expect((await shop.db.primary.variant.count()) / COUNT).toBeGreaterThan(1.7);
    const wrong = await shop.db.primary.$queryRaw<unknown[]>`
      SELECT FROM stock_level AS level
      WHERE on_hand <> (SELECT coalesce(sum(on_hand_delta), 0) FROM stock_movement WHERE stock_item_id = level.stock_item_id)`;
    expect(wrong).toHaveLength(0);
  });

  it('leaves the pages of indexes full in a shop that has goods of its own, as if they had been built anew', async () => {
    const { primary } = shop.db;
    const own = await primary.product.createManyAndReturn({
      data: Array.from({ length: 100 }, (_, number) => ({ handle: `own-${number}` })),
    });
    await primary.productTranslation.createMany({
      data: own.map(({ id }) => ({ productId: id, locale: 'en', title: 'Own', description: '' })),
    });
    await generate(6_000);
    const bytes = async () => {
      const [size] = await primary.$queryRaw<{ of: number }[]>`
        SELECT pg_relation_size('product_translation_pkey')::float8 AS of`;
      return size?.of ?? 0;
    };
    const filled = await bytes();
    await primary.$executeRaw`REINDEX TABLE product_translation`;
    expect(filled / (await bytes())).toBeLessThan(1.1);
  }, 60_000);

  it('shows pictures that were drawn', () => {
    const pictures = new Set(Array.from({ length: 500 }, (_, index) => makeGoods(index).pictures).flat());
    expect([...pictures].filter((name) => !existsSync(path.join(FILES, `${name}-1280.webp`)))).toEqual([]);
  });
});
