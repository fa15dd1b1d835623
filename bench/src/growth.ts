import { parseArgs } from 'node:util';
import { keepResults } from './common/keep-results.ts';
import { readLoad } from './common/machine.ts';
import { withOwnShop } from './common/with-shop.ts';
import { requireGenerator } from './growth/generate.ts';
import { measureGrowth, type Sizes } from './growth/measure.ts';
import { describeGrowth } from './growth/report.ts';

/**
 * How much longer reads take in a shop of many products than in one of few, past every cache. Always on a shop of its
 * own, which is gone afterwards: of a million products it takes some GB of the folder for temporary files. --products
 * names other sizes; --markdown puts the figures into a page as well; --smallest only shows that the bench works.
 *
 *   npm run bench:growth
 *   npm run bench:growth -- --products 1000,100000
 */
const FULL: Sizes = {
  products: [1_000, 10_000, 100_000, 1_000_000],
  searches: 1_000,
  seconds: 5,
};
const SMALLEST: Sizes = { products: [20, 40], searches: 20, seconds: 0.2 };

function readProducts(text: string): number[] {
  const products = text.split(',').map(Number);
  const isGrowing = products.every(
    (count, index) => Number.isInteger(count) && count > (products[index - 1] ?? 0),
  );
  if (!isGrowing) throw new Error(`--products takes whole numbers from few to many, not "${text}".`);
  return products;
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
const sizes = values.products ? { ...chosen, products: readProducts(values.products) } : chosen;
await requireGenerator();
const results = await withOwnShop((shop) => measureGrowth(shop, { sizes, loadBefore }));
await keepResults({ bench: 'growth', results, figures: describeGrowth(results), page: values.markdown });
