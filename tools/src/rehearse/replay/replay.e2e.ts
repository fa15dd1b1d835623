import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { query } from '../../shop-calls.ts';
import { readLocalEnv } from '../../stack/local-env.ts';
import { withClient } from '../../stack/postgres.ts';
import { temporaryFolder } from '../../testing.ts';
import { type OwnShop, startOwnShop } from '../own-shop.ts';

const REHEARSE = path.join(import.meta.dirname, '../../rehearse.ts');
const SAMPLE = path.join(import.meta.dirname, 'sample-invoices.csv');
const EXACT = 'Every invoice is accounted for, to the penny, and the stock of every item is exact.';

let shop: OwnShop;
let env: Record<string, string>;

beforeAll(async () => {
  shop = await startOwnShop(new AbortController().signal);
  env = await readLocalEnv(shop.dataDir);
});
afterAll(() => shop?.remove());

/** The command as a person types it, to its end. */
function replay(...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, DATA_DIR: shop.dataDir } };
    const child = execFile(process.execPath, [REHEARSE, 'replay', ...args], options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}

async function read<Row>(text: string): Promise<Row[]> {
  return withClient(env.DATABASE_URL ?? '', async (client) => (await client.query(text)).rows);
}

/** How many rows there are of all that a replay writes. */
const countRows = () =>
  read(`
    SELECT (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM order_line) AS lines,
           (SELECT count(*) FROM order_event) AS events, (SELECT count(*) FROM refund) AS refunds,
           (SELECT count(*) FROM credit_note) AS credits, (SELECT count(*) FROM stock_movement) AS movements,
           (SELECT count(*) FROM product) AS products`);

it('each invoice of a file becomes what it should, and what the file says is in the books', async () => {
  const { code, output } = await replay(SAMPLE);
  expect(output).toContain(EXACT);
  expect(code).toBe(0);
  expect(
    await read(
      'SELECT external_number AS invoice, total::integer FROM order_origin JOIN orders ON id = order_id ORDER BY 1',
    ),
  ).toEqual([
    { invoice: '810001', total: 10_380 },
    { invoice: '810002', total: 3_245 },
    { invoice: '810003', total: 10_406 },
    { invoice: '810009', total: 1_852 },
  ]);
  expect(
    await read('SELECT reason, sum(amount)::integer AS amount FROM refund GROUP BY 1 ORDER BY 1'),
  ).toEqual([
    { reason: 'C810005', amount: 4_340 },
    { reason: 'C810006', amount: 10_368 },
    { reason: 'C810010', amount: 3_100 },
  ]);
  expect(await read('SELECT external_number AS invoice, total::integer FROM credit_note ORDER BY 1')).toEqual(
    [
      { invoice: 'C810000', total: 620 },
      { invoice: 'C810006', total: 3_182 },
      { invoice: 'C810007', total: 72 },
      { invoice: 'C810008', total: 425 },
    ],
  );
});

it('the same file again changes nothing, at whatever speed', async () => {
  const before = await countRows();
  const { code, output } = await replay(SAMPLE, '--speed', '100000');
  expect(output).toContain(EXACT);
  expect(code).toBe(0);
  expect(await countRows()).toEqual(before);
});

it('shoppers of the shop see nothing of it', async () => {
  const { items } = await query<{ items: object[] }>({ url: env.API_URL ?? '' }, 'catalog.search', {
    q: 'coat hook',
  });
  expect(items).toEqual([]);
});

it('an invoice that is in the shop with other content is refused, and named', async () => {
  const file = path.join(await temporaryFolder(), 'changed.csv');
  await writeFile(file, (await readFile(SAMPLE, 'utf8')).replace('0.42,4003', '0.43,4003'));
  const { code, output } = await replay(file);
  expect(output).toMatch(/810009: .*CONFLICT/);
  expect(output).toMatch(/810009: order is GBP 1852, .* and should be GBP 1853/);
  expect(code).toBe(1);
});

it('a penny too much in the books is found', async () => {
  await read(`UPDATE credit_note SET total = total + 1 WHERE external_number = 'C810007'`);
  const { code, output } = await replay(SAMPLE);
  expect(output).toContain('C810007: credit note is GBP 73, lines 72, and should be GBP 72, lines 72');
  expect(output).not.toContain(EXACT);
  expect(code).toBe(1);
});
