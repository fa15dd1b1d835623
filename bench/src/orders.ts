import { parseArgs } from 'node:util';
import { keepResults } from './common/keep-results.ts';
import { readLoad } from './common/machine.ts';
import { measureShop, type Sizes } from './orders/measure.ts';
import { describeResults } from './orders/report.ts';
import { withShop } from './common/with-shop.ts';

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
await keepResults({
  bench: 'orders',
  results,
  figures: describeResults(results),
  page: values.markdown,
});
