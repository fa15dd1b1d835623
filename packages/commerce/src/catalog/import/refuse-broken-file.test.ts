import { execFileSync } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openTestShop, type TestShop } from '../../testing.ts';
import { importShopifyCsv } from './import-shopify-csv.ts';
import { csv, importRows, importText, product, type TestRow, variant } from './testing.ts';

let shop: TestShop;
/** What the catalog holds, with the transaction that wrote each row last. */
const catalogRows = () => shop.db.primary.$queryRaw`
  SELECT 'product', xmin::text, to_jsonb(product) FROM product
  UNION ALL SELECT 'variant', xmin::text, to_jsonb(variant) FROM variant
  UNION ALL SELECT 'price', xmin::text, to_jsonb(variant_price) FROM variant_price
  UNION ALL SELECT 'level', xmin::text, to_jsonb(stock_level) FROM stock_level
  UNION ALL SELECT 'category', xmin::text, to_jsonb(category) FROM category
  ORDER BY 1, 3`;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  await importRows(shop, [product('compass')]);
});
afterAll(() => shop?.close());

const good = product('oar');
const sized = (cells: TestRow = {}): TestRow =>
  product('boot', { 'Option1 Name': 'Size', 'Option1 Value': '40', ...cells });

type Refusal = [what: string, rows: TestRow[], row: number, column: string | null, reason: RegExp];
const refusals: Refusal[] = [
  [
    'a missing price',
    [good, product('net', { 'Variant Price': '' })],
    3,
    'Variant Price',
    /price is missing/,
  ],
  [
    'an unreadable price',
    [product('net', { 'Variant Price': 'fifty' })],
    2,
    'Variant Price',
    /"fifty" is not a price/,
  ],
  ['a negative price', [product('net', { 'Variant Price': '-5' })], 2, 'Variant Price', /below zero/],
  [
    'a thousands separator',
    [product('net', { 'Variant Price': '1,299.00' })],
    2,
    'Variant Price',
    /thousands separator/,
  ],
  ['a decimal comma', [product('net', { 'Variant Price': '19,90' })], 2, 'Variant Price', /decimal comma/],
  [
    'more digits than the currency has',
    [product('net', { 'Variant Price': '1.005' })],
    2,
    'Variant Price',
    /more digits .* USD/,
  ],
  [
    'a price that sums could not hold',
    [product('net', { 'Variant Price': '50000000.01' })],
    2,
    'Variant Price',
    /more than Holdfast can sell/,
  ],
  [
    'a doubled variant',
    [sized(), variant('boot', '41'), variant('boot', '40')],
    4,
    'Option1 Value',
    /Rows 2 and 4 are both the variant 40/,
  ],
  [
    'a second variant without options',
    [good, { ...good, Title: '' }],
    3,
    'Option1 Value',
    /Rows 2 and 3 are both a product without options/,
  ],
  [
    'negative stock',
    [product('net', { 'Variant Inventory Qty': '-3' })],
    2,
    'Variant Inventory Qty',
    /below zero/,
  ],
  [
    'fractional stock',
    [product('net', { 'Variant Inventory Qty': '1.5' })],
    2,
    'Variant Inventory Qty',
    /not a whole number/,
  ],
  [
    'an unknown inventory policy',
    [product('net', { 'Variant Inventory Policy': 'maybe' })],
    2,
    'Variant Inventory Policy',
    /deny or continue/,
  ],
  ['a missing handle', [good, { ...product('net'), Handle: '' }], 3, 'Handle', /handle is missing/],
  ['a handle that no address can have', [product('Two Words')], 2, 'Handle', /lower-case/],
  [
    'a product in two places',
    [good, product('net'), { ...good, Title: '' }],
    4,
    'Handle',
    /"oar" began in row 2/,
  ],
  ['a missing option value', [sized(), variant('boot', '')], 3, 'Option1 Value', /has the option "Size"/],
  [
    'an option value without its option',
    [good, variant('oar', '40')],
    3,
    'Option1 Value',
    /no option to belong to/,
  ],
  ['a missing title', [product('net', { Title: '' })], 2, 'Title', /title is missing/],
  [
    'an unknown publication',
    [product('net', { Published: 'perhaps' })],
    2,
    'Published',
    /neither true nor false/,
  ],
  [
    'an image that is no address',
    [product('net', { 'Image Src': 'c:\\net.png' })],
    2,
    'Image Src',
    /not an http/,
  ],
  [
    'an image on whatever host the browser thinks of',
    [product('net', { 'Image Src': '//example.com/net.png' })],
    2,
    'Image Src',
    /nor a path on the shop/,
  ],
  [
    'an unreadable price in another currency',
    [product('net', { 'Variant Price / EUR': '1,5' })],
    2,
    'Variant Price / EUR',
    /decimal comma/,
  ],
  [
    'a former price without one to sell for',
    [product('net', { 'Variant Compare At Price / ILS': '99' })],
    2,
    'Variant Price / ILS',
    /former price and none/,
  ],
  ['a row that is nothing', [good, { Handle: 'oar' }], 3, null, /neither a variant nor an image/],
  [
    'a code longer than an index takes',
    [product('net', { 'Variant SKU': 'x'.repeat(300) })],
    2,
    'Variant SKU',
    /at most 255/,
  ],
];

describe('a file with something wrong is refused and the catalog stays as it was', () => {
  it.each(refusals)('%s', async (...[, rows, row, column, reason]: Refusal) => {
    const before = await catalogRows();
    const fine = [product('anchor'), product('compass', { 'Variant Price': '7' })];
    const report = await importRows(shop, [...rows, ...fine]);
    expect(report).toMatchObject({ status: 'refused', issueCount: 1 });
    expect(report.issues).toEqual([
      { file: 'products', row, line: row, column, reason: expect.stringMatching(reason) },
    ]);
    expect(await catalogRows()).toEqual(before);
  });

  it('missing columns are named', async () => {
    const report = await importText(shop, csv([good], ['Handle', 'Title', 'Variant SKU', 'Option1 Name']));
    expect(report.status).toBe('refused');
    expect(report.issues[0]?.reason).toMatch(/lacks "Option1 Value", "Variant Price"/);
  });

  it.each([
    ['GBP', /does not sell in GBP\. It sells in USD, EUR, ILS/],
    ['USD', /Prices in USD stand in "Variant Price"/],
  ])('a price column in %s', async (currency, reason) => {
    const column = `Variant Price / ${currency}`;
    const header = ['Handle', 'Title', 'Option1 Name', 'Option1 Value', 'Variant Price', column];
    const report = await importText(shop, csv([good], header));
    expect(report).toMatchObject({ status: 'refused', issueCount: 1 });
    expect(report.issues).toMatchObject([{ row: 1, column, reason: expect.stringMatching(reason) }]);
  });

  it('a quote that never closes is named by the line where its record begins', async () => {
    const report = await importText(
      shop,
      csv([good]) +
        csv([product('net')])
          .split('\n')[1]
          ?.replace('The net', '"The net'),
    );
    expect(report).toMatchObject({
      status: 'refused',
      issues: [{ line: 3, reason: expect.stringMatching(/line 3 opens a quote that is never closed/) }],
    });
  });

  it('a quote inside a cell is explained', async () => {
    const report = await importText(shop, csv([good, product('net')]).replace('The net', 'The 5" net'));
    expect(report).toMatchObject({
      status: 'refused',
      issues: [{ line: 3, reason: expect.stringMatching(/quote in the middle/) }],
    });
  });

  it('a row that slid, for want of quotes, is one issue and not ten', async () => {
    const report = await importText(shop, csv([good, product('net')]).replace('The net', 'The net, large'));
    expect(report.issues).toEqual([
      {
        file: 'products',
        row: 3,
        line: 3,
        column: null,
        reason: expect.stringMatching(/as many cells as the header/),
      },
    ]);
  });

  it('every issue is counted and the first hundred are told', async () => {
    const rows = Array.from({ length: 130 }, (_, index) => product(`net-${index}`, { 'Variant Price': 'x' }));
    const report = await importRows(shop, rows);
    expect(report.issueCount).toBe(130);
    expect(report.issues).toHaveLength(100);
  });

  it("rows below a cell of several lines carry the spreadsheet's row and the editor's line", async () => {
    const report = await importRows(shop, [
      product('oar', { 'Body (HTML)': '<p>One\r\ntwo\r\nthree</p>' }),
      product('net', { 'Variant Price': '' }),
    ]);
    expect(report.issues).toMatchObject([{ row: 3, line: 5 }]);
  });
});

describe('what is no such file is said in words', () => {
  const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
  it.each<[string, string | Uint8Array, RegExp]>([
    ['a picture with another name', png, /not a text file/],
    ['bytes of zero', 'Handle,Title\n\0\0', /not a text file/],
    ['another encoding', Uint8Array.from([0x48, 0xe9, 0x2c, 0x0a]), /not a text file/],
    ['an empty file', '', /is empty/],
    [
      'a header and nothing else',
      'Handle,Title,Option1 Name,Option1 Value,Variant Price\n',
      /nothing below it/,
    ],
    ['semicolons for commas', 'Handle;Title;Body\noar;"Oar; long";x "y"\n', /parted by semicolons/],
    ['tabs for commas', 'Handle\tTitle\noar\tOar\n', /parted by tabs/],
  ])('%s', async (_what, content, reason) => {
    const report = await importText(shop, content);
    expect(report).toMatchObject({ status: 'refused', issueCount: 1 });
    expect(report.issues[0]?.reason).toMatch(reason);
  });

  it('a missing file and a folder', async () => {
    const missing = await importShopifyCsv(shop, { file: '/nowhere/at-all.csv', dryRun: false });
    expect(missing.issues[0]?.reason).toMatch(/There is no file/);
    const folder = await importShopifyCsv(shop, { file: os.tmpdir(), dryRun: false });
    expect(folder.issues[0]?.reason).toMatch(/is a folder/);
  });

  it('a pipe that nobody writes to', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-import-'));
    const pipe = path.join(folder, 'pipe.csv');
    execFileSync('mkfifo', [pipe]);
    const report = await importShopifyCsv(shop, { file: pipe, dryRun: false });
    await rm(folder, { recursive: true });
    expect(report.issues[0]?.reason).toMatch(/is not a file/);
  });

  it('50 MB are refused without being read', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-import-'));
    const file = path.join(folder, 'large.csv');
    const handle = await open(file, 'w');
    await handle.truncate(50_000_000);
    await handle.close();
    let bytesRead = 0;
    const report = await importShopifyCsv(shop, {
      file,
      dryRun: false,
      onProgress: ({ bytes }) => {
        bytesRead = bytes;
      },
    });
    await rm(folder, { recursive: true });
    expect(report.issues[0]?.reason).toMatch(/50.0 MB; at most 15 MB/);
    expect(bytesRead).toBe(0);
  });
});
