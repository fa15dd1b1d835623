import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readLoad } from './orders/machine.ts';
import { measureShop, type Sizes } from './orders/measure.ts';
import { describeResults } from './orders/report.ts';
import { putFigures } from './orders/table.ts';
import { withShop } from './orders/with-shop.ts';

/**
 * What an order costs, beside a bare server of node:http in the same run: whole checkouts, carts, a rush, jobs, CPU. On
 * the shop that runs on DATA_DIR, which must have been started with RATE_LIMITS=off, or on one of its own. The figures
 * are printed and written as JSON; --markdown puts them into a page as well, --smallest only shows that the bench works.
 *
 *   npm run bench:orders
 *   npm run bench:orders -- --markdown docs/performance.md
 */
const FULL: Sizes = {
  rounds: 5,
  warmUp: 2_000,
  bareRequests: 50_000,
  carts: 2_000,
  orders: 500,
  rush: { count: 500, stock: 100 },
  jobs: 2_000,
  counted: 100,
  idleSeconds: 10,
};
const SMALLEST: Sizes = {
  rounds: 1,
  warmUp: 16,
  bareRequests: 100,
  carts: 16,
  orders: 16,
  rush: { count: 10, stock: 2 },
  jobs: 10,
  counted: 2,
  idleSeconds: 1,
};

const { values } = parseArgs({
  options: { markdown: { type: 'string' }, smallest: { type: 'boolean', default: false } },
});
const loadBefore = readLoad();
const sizes = values.smallest ? SMALLEST : FULL;
const results = await withShop((shop) => measureShop(shop, { sizes, loadBefore }));
const figures = describeResults(results);
console.log(`\n${figures}\n`);

const folder = path.join(process.env.DATA_DIR ?? path.join(import.meta.dirname, '../../.data'), 'bench');
const file = path.join(folder, `orders-${results.at.replaceAll(':', '-')}.json`);
await mkdir(folder, { recursive: true });
await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
console.log(`All rounds are in ${file}.`);
if (values.markdown) {
  const page = await readFile(values.markdown, 'utf8');
  await writeFile(values.markdown, putFigures(page, { bench: 'orders', figures }));
}
