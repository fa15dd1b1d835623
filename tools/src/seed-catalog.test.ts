import { existsSync } from 'node:fs';
import path from 'node:path';
import { readProduct } from '@holdfast/commerce/catalog/read-product';
import { type CommerceTestServers, openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { FILES } from './demo-catalog/pictures/renderings.ts';
import { seedCatalog } from './seed-catalog.ts';

let shop: TestShop;
const lines: string[] = [];
beforeAll(async () => {
  shop = await openTestShop(inject('stack') satisfies CommerceTestServers);
  await seedCatalog(shop, (line) => void lines.push(line));
});
afterAll(() => shop?.close());

const LOCALE = 'he';

describe('the demo catalog', () => {
  it('comes into an empty shop once, and one that has products is left alone', async () => {
    expect(lines).toEqual(['Demo catalog: 53 products with 173 variants']);
    await shop.db.primary.product.update({ where: { handle: 'watch-cap' }, data: { status: 'archived' } });
    await seedCatalog(shop, (line) => void lines.push(line));
    expect(lines).toHaveLength(1);
    expect(await shop.db.primary.product.count({ where: { status: 'active' } })).toBe(52);
    await shop.db.primary.product.update({ where: { handle: 'watch-cap' }, data: { status: 'active' } });
  });

  it('sells every variant in every currency of the shop', async () => {
    const { currencies } = await shop.db.primary.channel.findFirstOrThrow({ where: { isDefault: true } });
    const variants = await shop.db.primary.variant.findMany({ select: { sku: true, prices: true } });
    const partial = variants.filter(({ prices }) => prices.length !== currencies.length);
    expect(partial.map(({ sku }) => sku)).toEqual([]);
  });

  it('has every title, description, option and category in Hebrew too', async () => {
    const translations = { none: { locale: LOCALE } };
    expect(await shop.db.primary.product.findMany({ where: { translations } })).toEqual([]);
    expect(await shop.db.primary.category.findMany({ where: { translations } })).toEqual([]);
    expect(await shop.db.primary.productOption.findMany({ where: { translations } })).toEqual([]);
    const values = await shop.db.primary.productOptionValue.findMany({ where: { translations } });
    const words = values.filter(({ value }) => !/^(S|M|L|XL|[\d–]+)$/.test(value));
    expect(words.map(({ value }) => value)).toEqual([]);
  });

  it('names only pictures that were drawn', async () => {
    const images = await shop.db.primary.productImage.findMany({ select: { url: true, alt: true } });
    const undrawn = images.filter(({ url }) => !existsSync(path.join(FILES, path.basename(url))));
    expect(undrawn).toEqual([]);
    expect(images.filter(({ alt }) => alt === '')).toEqual([]);
  });

  it('shows every colour on a picture of its own, which is one of the product', async () => {
    const options = await shop.db.primary.productOption.findMany({
      where: { name: { in: ['Colour', 'Finish', 'Scales'] } },
      select: {
        product: { select: { images: true } },
        values: { select: { value: true, variants: { select: { variant: true } } } },
      },
    });
    expect(options.length).toBeGreaterThan(20);
    for (const { product, values } of options) {
      const shown = values.map(({ variants }) => new Set(variants.map(({ variant }) => variant.imageUrl)));
      expect(shown.map(({ size }) => size)).toEqual(values.map(() => 1));
      const urls = shown.flatMap((pictures) => Array.from(pictures));
      expect(new Set(urls).size).toBe(values.length);
      expect(product.images.map(({ url }) => url)).toEqual(expect.arrayContaining(urls));
    }
  });

  it('shows what is out of stock, what runs low and what can be ordered all the same', async () => {
    const availability = async (handle: string) => {
      const { variants } = await readProduct(shop, { handle, locale: LOCALE });
      return new Set(variants.map((variant) => variant.availability));
    };
    expect(await availability('cabin-lamp')).toEqual(new Set(['out_of_stock']));
    expect(await availability('hand-searchlight')).toEqual(new Set(['back_order']));
    expect(await availability('anchor-rode')).toEqual(new Set(['in_stock', 'low_stock']));
  });
});
