import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openTestShop, type TestShop } from '../../testing.ts';
import { listCategories } from '../list-categories.ts';
import { readProduct } from '../read-product.ts';
import {
  csv,
  importText,
  product,
  type TestRow,
  type TestTranslation,
  translationCsv,
  variant,
} from './testing.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop?.close());

const boot = (cells: TestRow = {}) => [
  product('boot', {
    Title: 'Deck Boot',
    'Body (HTML)': '<p>Dry feet.</p>',
    Type: 'Boots',
    'Option1 Name': 'Colour',
    'Option1 Value': 'Kelp',
    'Variant Price': '89',
    'Variant Price / EUR': '85',
    'Variant Price / ILS': '329',
    'Variant Compare At Price / ILS': '389',
    ...cells,
  }),
  variant('boot', 'Fog', { 'Variant Price': '89', 'Variant Price / EUR': '79' }),
];

const TRANSLATED: Partial<TestTranslation>[] = [
  { type: 'PRODUCT', id: 'boot', field: 'title', original: 'Deck Boot', text: 'מגף סיפון' },
  { type: 'PRODUCT', id: 'boot', field: 'body_html', text: '<p onclick="x()">רגליים יבשות.</p>' },
  { type: 'PRODUCT', id: 'boot', field: 'product_type', original: 'Boots', text: 'מגפיים' },
  { type: 'PRODUCT_OPTION', field: 'name', original: 'Colour', text: 'צבע' },
  { type: 'PRODUCT_OPTION_VALUE', field: 'name', original: 'Kelp', text: 'אצה' },
  { type: 'PRODUCT_OPTION_VALUE', field: 'name', original: 'Fog', text: 'ערפל' },
  { type: 'PRODUCT_OPTION_VALUE', field: 'name', original: 'Fog', text: '' },
];

const importBoot = (translated = TRANSLATED, rows = boot()) =>
  importText(shop, csv(rows), { translations: translationCsv(translated) });

describe('prices of other currencies', () => {
  it('come in columns of their own; a blank cell leaves what is known', async () => {
    await importText(shop, csv(boot()));
    await importText(shop, csv(boot({ 'Variant Price / EUR': '', 'Variant Price': '90' })));
    const inCurrency = async (currency: string) => {
      const { variants } = await readProduct(shop, { handle: 'boot', currency });
      return variants.map(({ price, compareAt }) => [price.amount, compareAt?.amount ?? null]);
    };
    expect(await inCurrency('USD')).toEqual([
      [9_000, null],
      [8_900, null],
    ]);
    expect(await inCurrency('EUR')).toEqual([
      [8_500, null],
      [7_900, null],
    ]);
    expect(await inCurrency('ILS')).toEqual([[32_900, 38_900]]);
  });

  it('are imported twice as once', async () => {
    const header = { 'Variant Price': '90' };
    const report = await importText(shop, csv(boot(header)));
    expect(report.counts).toMatchObject({ products: { unchanged: 1 }, variants: { unchanged: 2 } });
  });
});

describe('translations', () => {
  it('bring titles, bodies, options, values and categories into the other locale', async () => {
    await readProduct(shop, { handle: 'boot', locale: 'he' });
    await listCategories(shop, { locale: 'he' });
    const report = await importBoot();
    expect(report).toMatchObject({
      status: 'imported',
      counts: { products: { changed: 1 } },
      notes: [expect.anything()],
    });
    const read = await readProduct(shop, { handle: 'boot', locale: 'he' });
    expect(read).toMatchObject({
      title: 'מגף סיפון',
      description: '<p>רגליים יבשות.</p>',
      options: [{ name: 'צבע', values: ['אצה', 'ערפל'] }],
    });
    expect(await listCategories(shop, { locale: 'he' })).toMatchObject([
      { handle: 'boots', title: 'מגפיים' },
    ]);
    expect(await readProduct(shop, { handle: 'boot' })).toMatchObject({
      title: 'Deck Boot',
      options: [{ name: 'Colour', values: ['Kelp', 'Fog'] }],
    });
  });

  it('done twice change nothing, and one changed word changes one product', async () => {
    expect((await importBoot()).counts.products).toMatchObject({ changed: 0, unchanged: 1 });
    const other = TRANSLATED.with(3, { ...TRANSLATED[3], text: 'גוון' });
    expect((await importBoot(other)).counts.products).toMatchObject({ changed: 1 });
    const read = await readProduct(shop, { handle: 'boot', locale: 'he' });
    expect(read.options.map(({ name }) => name)).toEqual(['גוון']);
  });

  it('stay when a later import has none', async () => {
    await importText(shop, csv(boot()));
    expect(await readProduct(shop, { handle: 'boot', locale: 'he' })).toMatchObject({ title: 'מגף סיפון' });
  });

  it("find a product by Shopify's number where the file gives its handle", async () => {
    const numbered = [
      { type: 'PRODUCT', id: "'70432", field: 'handle', original: 'boot' },
      { type: 'PRODUCT', id: "'70432", field: 'title', original: 'Deck Boot', text: 'מגף' },
    ];
    expect((await importBoot(numbered)).notes).not.toContainEqual(expect.stringMatching(/translation/));
    const read = await readProduct(shop, { handle: 'boot', locale: 'he' });
    expect(read).toMatchObject({ title: 'מגף', description: '<p>Dry feet.</p>' });
  });

  it('that fit nothing in the product file are told', async () => {
    const report = await importBoot([
      { type: 'PRODUCT_OPTION', field: 'name', original: 'Color', text: 'צבע' },
      { type: 'PAGE', id: '1', field: 'title', original: 'About', text: 'אודות' },
    ]);
    expect(report).toMatchObject({ status: 'imported' });
    expect(report.notes).toContainEqual(
      '1 translation fits nothing in the product file; the first is row 2, option "Color".',
    );
  });

  it.each<[what: string, row: Partial<TestTranslation>, column: string, reason: RegExp]>([
    ['an unknown locale', { locale: 'fr' }, 'Locale', /not written in "fr"\. Write one of: he/],
    ['the default locale', { locale: 'en' }, 'Locale', /en stand in the product file/],
    ['no product', { id: '' }, 'Identification', /product's handle/],
    ['a second text for the same', { text: 'נעל' }, 'Translated content', /Row 2 translates the same/],
    ['a title that is too long', { id: 'oar', text: 'א'.repeat(256) }, 'Translated content', /at most 255/],
  ])('with %s refuse the import', async (_what, row, column, reason) => {
    const before = await readProduct(shop, { handle: 'boot' });
    const rows = [TRANSLATED[0] ?? {}, { ...TRANSLATED[0], ...row }];
    const report = await importBoot(rows, boot({ 'Variant Price': '1' }));
    expect(report).toMatchObject({ status: 'refused', issueCount: 1 });
    expect(report.issues).toMatchObject([
      { file: 'translations', row: 3, column, reason: expect.stringMatching(reason) },
    ]);
    expect(await readProduct(shop, { handle: 'boot' })).toEqual(before);
  });

  it('and products that are both wrong are told in one go', async () => {
    const report = await importBoot([{ ...TRANSLATED[0], locale: 'fr' }], boot({ 'Variant Price': 'x' }));
    expect(report.issues).toMatchObject([{ file: 'translations' }, { file: 'products' }]);
  });

  it('in a file that is none are refused by name', async () => {
    const report = await importText(shop, csv(boot()), { translations: 'a,b\n1,2\n' });
    expect(report).toMatchObject({ status: 'refused', issues: [{ file: 'translations', row: 1 }] });
    expect(report.issues[0]?.reason).toMatch(/lacks "Type", .*translation export/);
  });
});

it('an image may stand on the shop itself', async () => {
  await importText(
    shop,
    csv([product('hat', { 'Image Src': '/goods/hat.webp', 'Image Alt Text': 'A hat' })]),
  );
  expect(await readProduct(shop, { handle: 'hat' })).toMatchObject({
    images: [{ url: '/goods/hat.webp', alt: 'A hat' }],
  });
});
