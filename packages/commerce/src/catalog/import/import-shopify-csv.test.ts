import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type SoldVariant, sellVariant } from '../../testing-goods.ts';
import { openTestShop, type TestShop } from '../../testing.ts';
import { listCategories } from '../list-categories.ts';
import { readProduct } from '../read-product.ts';
import type { ImportProgress } from './import-request.ts';
import { csv, importRows, importText, product, variant } from './testing.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop?.close());

const boot = () => [
  product('boot', {
    Title: 'Deck Boot',
    'Body (HTML)': '<p onclick="x()">Dry <script>alert(1)</script><a href="javascript:x">feet</a></p>',
    Vendor: 'Shore',
    Tags: 'men, deck',
    'Option1 Name': 'Size',
    'Option1 Value': '40',
    'Option2 Name': 'Colour',
    'Option2 Value': 'Kelp',
    'Variant SKU': "'0040",
    'Variant Price': '89.5',
    'Variant Compare At Price': '99',
    'Image Src': 'https://example.com/front.jpg',
    'Image Position': '2',
    'Image Alt Text': 'Front',
  }),
  variant('boot', '41', { 'Option2 Value': 'Kelp', 'Variant Inventory Qty': '0' }),
  variant('boot', '41', {
    'Option2 Value': 'Fog',
    'Variant Inventory Qty': '0',
    'Variant Inventory Policy': 'continue',
  }),
  { Handle: 'boot', 'Image Src': 'https://example.com/back.jpg', 'Image Position': '1' },
];

/** Each row of what an import writes, with the transaction that wrote it last. */
async function writtenRows(): Promise<unknown> {
  const tables = await shop.db.primary.$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      AND relname ~ '^(product|variant|category|stock)' ORDER BY relname`;
  return Promise.all(
    tables.map(({ name }) =>
      shop.db.primary.$queryRawUnsafe(`SELECT xmin::text, to_jsonb(t) AS row FROM "${name}" AS t ORDER BY 2`),
    ),
  );
}

async function promise({ stockItemId }: SoldVariant, allocated: number): Promise<void> {
  await shop.db.primary.stockLevel.updateMany({ where: { stockItemId }, data: { allocated } });
}

async function movementsSumToLevels(): Promise<boolean> {
  const [row] = await shop.db.primary.$queryRaw<{ broken: number }[]>`
    SELECT count(*)::integer AS broken FROM stock_level AS level
    WHERE on_hand <> (SELECT coalesce(sum(on_hand_delta), 0) FROM stock_movement
                      WHERE stock_item_id = level.stock_item_id AND location_id = level.location_id)`;
  return row?.broken === 0;
}

describe('an import', () => {
  it('brings what the file says', async () => {
    const report = await importRows(shop, boot());
    expect(report).toMatchObject({
      status: 'imported',
      counts: { rows: 4, products: { created: 1 }, variants: { created: 3 }, images: { created: 2 } },
    });
    const read = await readProduct(shop, { handle: 'boot' });
    expect(read).toMatchObject({
      title: 'Deck Boot',
      description: '<p>Dry <a>feet</a></p>',
      images: [
        { url: 'https://example.com/back.jpg', alt: '' },
        { url: 'https://example.com/front.jpg', alt: 'Front' },
      ],
      options: [
        { name: 'Size', values: ['40', '41'] },
        { name: 'Colour', values: ['Kelp', 'Fog'] },
      ],
    });
    expect(read.variants).toMatchObject([
      {
        title: '40 / Kelp',
        sku: '0040',
        price: { amount: 8950, currency: 'USD' },
        compareAt: { amount: 9900 },
        availability: 'low_stock',
      },
      { title: '41 / Kelp', sku: null, compareAt: null, availability: 'out_of_stock' },
      { title: '41 / Fog', availability: 'back_order' },
    ]);
    expect(await movementsSumToLevels()).toBe(true);
  });

  it('makes a category of each tag, or of the type alone, in the order of the file', async () => {
    await importRows(shop, [product('mug', { Type: 'Galley & Kitchen', Tags: 'gift' })]);
    const categories = await listCategories(shop, {});
    expect(categories.map(({ handle, title }) => [handle, title])).toEqual([
      ['deck', 'deck'],
      ['men', 'men'],
      ['galley-kitchen', 'Galley & Kitchen'],
    ]);
  });

  it('done twice writes no row at all the second time', async () => {
    const rows = [...boot(), product('mug', { Type: 'Galley & Kitchen', Tags: 'gift' })];
    const before = await writtenRows();
    const report = await importRows(shop, rows);
    expect(report.counts).toEqual({
      rows: 5,
      products: { created: 0, changed: 0, removed: 0, unchanged: 2 },
      variants: { created: 0, changed: 0, removed: 0, unchanged: 4 },
      images: { created: 0, changed: 0, removed: 0, unchanged: 2 },
    });
    expect(await writtenRows()).toEqual(before);
  });

  it('archives a variant that the file has no more, and brings it back as the same one', async () => {
    const before = await readProduct(shop, { handle: 'boot' });
    const fewer = await importRows(shop, boot().toSpliced(1, 1));
    expect(fewer.counts).toMatchObject({
      products: { changed: 1 },
      variants: { removed: 1, changed: 1, unchanged: 1 },
    });
    const during = await readProduct(shop, { handle: 'boot' });
    expect(during.variants.map(({ title }) => title)).toEqual(['40 / Kelp', '41 / Fog']);
    await importRows(shop, boot());
    expect(await readProduct(shop, { handle: 'boot' })).toEqual(before);
  });

  it('shows a changed price and stock from the next read on', async () => {
    await readProduct(shop, { handle: 'mug' });
    const changed = product('mug', {
      Type: 'Galley & Kitchen',
      Tags: 'gift',
      'Variant Price': '1.01',
      'Variant Inventory Qty': '90',
    });
    const report = await importRows(shop, [changed]);
    expect(report.counts.variants).toMatchObject({ changed: 1, created: 0 });
    const read = await readProduct(shop, { handle: 'mug' });
    expect(read.variants).toMatchObject([{ price: { amount: 101 }, availability: 'in_stock' }]);
    expect(await movementsSumToLevels()).toBe(true);
  });

  it('of a dry run counts what would change and changes nothing', async () => {
    const before = await writtenRows();
    const report = await importText(shop, csv([product('mug'), product('new')]), { dryRun: true });
    expect(report).toMatchObject({ status: 'checked', counts: { products: { created: 1, changed: 1 } } });
    expect(await writtenRows()).toEqual(before);
  });

  it('keeps what is not published out of the shop', async () => {
    await importRows(shop, [product('secret', { Published: 'false' })]);
    await expect(readProduct(shop, { handle: 'secret' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('in another currency adds prices beside those that are there', async () => {
    await importText(shop, csv([product('mug', { 'Variant Price': '7' })]), { currency: 'EUR' });
    const euro = await readProduct(shop, { handle: 'mug', currency: 'EUR' });
    const dollar = await readProduct(shop, { handle: 'mug' });
    expect([euro.variants[0]?.price.amount, dollar.variants[0]?.price.amount]).toEqual([700, 101]);
  });

  it('takes a byte order mark, Windows line ends and blank rows', async () => {
    const rows = csv([product('buoy'), {}, product('cleat')]).replaceAll('\n', '\r\n');
    const report = await importText(shop, `\uFEFF${rows}`);
    expect(report).toMatchObject({ status: 'imported', counts: { rows: 2, products: { created: 2 } } });
  });

  it('says that it counts stock which the other shop did not count', async () => {
    const report = await importRows(shop, [
      product('buoy'),
      product('cleat', { 'Variant Inventory Tracker': 'shopify' }),
    ]);
    expect(report.notes).toEqual([expect.stringMatching(/^1 variant has no inventory tracker/)]);
  });

  it('of the layout of a small real export holds every product and variant', async () => {
    const rows = [
      ...Array.from({ length: 19 }, (_, i) =>
        product(`shirt-${i}`, { 'Body (HTML)': `Cotton, "soft" & warm ${i}. ` }),
      ),
      product('top', { 'Option1 Name': 'Size', 'Option1 Value': 'Small' }),
      variant('top', 'Medium'),
      variant('top', 'Large'),
    ];
    const report = await importRows(shop, rows);
    expect(report.counts).toMatchObject({ rows: 22, products: { created: 20 }, variants: { created: 22 } });
    const top = await readProduct(shop, { handle: 'top' });
    expect(top.variants.map(({ title }) => title)).toEqual(['Small', 'Medium', 'Large']);
    const shirt = await readProduct(shop, { handle: 'shirt-7' });
    expect(shirt).toMatchObject({
      description: 'Cotton, "soft" &amp; warm 7.',
      options: [],
      variants: [{ title: 'The shirt-7', options: [] }],
    });
  });
});

describe('stock that orders have been promised', () => {
  let sold: SoldVariant;
  beforeAll(async () => {
    sold = await sellVariant(shop, { onHand: 5 });
    await promise(sold, 4);
  });

  it('refuses a file that would take it away, before anything is written', async () => {
    const before = await writtenRows();
    const report = await importRows(shop, [
      product('fresh'),
      product(sold.handle, { 'Variant Inventory Qty': '3' }),
    ]);
    expect(report).toMatchObject({
      status: 'refused',
      issues: [
        {
          row: 3,
          column: 'Variant Inventory Qty',
          reason: expect.stringMatching(/4 are promised.*at least 4/),
        },
      ],
    });
    expect(await writtenRows()).toEqual(before);
  });

  it('is left alone by a file that says enough, and by one that says nothing', async () => {
    await importRows(shop, [product(sold.handle, { 'Variant Inventory Qty': '4' })]);
    await importRows(shop, [product(sold.handle, { 'Variant Inventory Qty': '' })]);
    const level = await shop.db.primary.stockLevel.findFirstOrThrow({
      where: { stockItemId: sold.stockItemId },
    });
    expect(level).toMatchObject({ onHand: 4, allocated: 4 });
  });

  it('may turn from the shelf to back-orders and back, in one step each', async () => {
    const set = (qty: string, policy: string) =>
      importRows(shop, [
        product(sold.handle, { 'Variant Inventory Qty': qty, 'Variant Inventory Policy': policy }),
      ]);
    expect((await set('0', 'continue')).status).toBe('imported');
    expect((await set('9', 'deny')).status).toBe('imported');
    expect((await set('0', 'deny')).status).toBe('refused');
    expect(await movementsSumToLevels()).toBe(true);
  });
});

/** A hundred products are written together; what happens while the first of them is read comes before the last. */
const many = (name: string) => Array.from({ length: 120 }, (_, index) => product(`${name}-${index}`));

it('stock that is promised between the check and the writing refuses that product alone', async () => {
  const sold = await sellVariant(shop, { onHand: 5 });
  let promised: Promise<unknown> | undefined;
  const report = await importText(
    shop,
    csv([
      ...many('hook'),
      product(sold.handle, { Title: 'Sold', 'Variant Inventory Qty': '1' }),
      product('last'),
    ]),
    {
      onProgress: ({ phase }) => {
        if (phase === 'writing') promised ??= promise(sold, 3);
      },
    },
  );
  await promised;
  expect(report).toMatchObject({
    status: 'incomplete',
    counts: { products: { created: 121, changed: 0 } },
    issues: [{ row: 122, column: 'Variant Inventory Qty', reason: expect.stringMatching(/3 are promised/) }],
  });
  expect(await readProduct(shop, { handle: sold.handle })).toMatchObject({ title: 'Rope' });
});

it('stopped by its signal ends between two products, and the same import goes on from there', async () => {
  const stop = new AbortController();
  const onProgress = ({ phase, products }: ImportProgress): void => {
    if (phase === 'writing' && products === 101) stop.abort();
  };
  const stopped = await importText(shop, csv(many('shackle')), { signal: stop.signal, onProgress });
  expect(stopped.status).toBe('stopped');
  const written = await shop.db.primary.product.count({ where: { handle: { startsWith: 'shackle-' } } });
  expect(written).toBe(stopped.counts.products.created);
  expect(written).toBe(100);
  const again = await importText(shop, csv(many('shackle')));
  expect(again.counts.products).toMatchObject({ created: 120 - written, unchanged: written });
});

it('a product that breaks in the middle is left as it was, and the ones before it stay', async () => {
  await importRows(shop, [product('whole', { Title: 'Before' }), product('broken', { Title: 'Before' })]);
  await shop.db.primary.$executeRaw`
    ALTER TABLE product_image ADD CONSTRAINT no_such_image CHECK (url NOT LIKE '%refused%')`;
  const images = { 'Image Src': 'https://example.com/refused.jpg' };
  const importing = importRows(shop, [
    product('whole', { Title: 'After' }),
    ...Array.from({ length: 120 }, (_, i) => product(`between-${i}`)),
    product('broken', { Title: 'After', 'Variant Price': '1', ...images }),
  ]);
  await expect(importing).rejects.toThrow(/no_such_image/);
  await shop.db.primary.$executeRaw`ALTER TABLE product_image DROP CONSTRAINT no_such_image`;
  expect(await readProduct(shop, { handle: 'broken' })).toMatchObject({
    title: 'Before',
    variants: [{ price: { amount: 5000 } }],
  });
  expect(await readProduct(shop, { handle: 'whole' })).toMatchObject({ title: 'After' });
});
