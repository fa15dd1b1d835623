import { parseArgs } from 'node:util';
import { keepResults } from './common/keep-results.ts';
import { readLoad } from './common/machine.ts';
import { withShop } from './common/with-shop.ts';
import { measureSearch, type Sizes } from './search/measure.ts';
import { describeSearch } from './search/report.ts';

/**
 * What a search costs among many products, in one run beside a bare server of node:http with the same bytes. Fills the shop that runs
 * on DATA_DIR up to so many generated products, or one of its own, which takes some minutes. --products names another size;
 * --markdown puts the figures into a page as well; --smallest only shows that the bench works.
 *
 *   npm run bench:search
 *   npm run bench:search -- --products 10000
 */
const FULL: Sizes = { products: 100_000, searches: 1_000, rounds: 10, seconds: 1.5, warmUpSeconds: 1 };
const SMALLEST: Sizes = { products: 40, searches: 20, rounds: 1, seconds: 0.2, warmUpSeconds: 0 };

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`--products takes a whole number, not "${text}".`);
  return count;
}

const { values } = parseArgs({
  options: {
    products: { type: 'string' },
    markdown: { type: 'string' },
    smallest: { type: 'boolean', default: false },
  },
});
const loadBefore = readLoad();
const chosen = values.smallest ? SMALLEST : FULL;
const sizes = values.products ? { ...chosen, products: readCount(values.products) } : chosen;
const results = await withShop((shop) => measureSearch(shop, { sizes, loadBefore }));
await keepResults({ bench: 'search', results, figures: describeSearch(results), page: values.markdown });
