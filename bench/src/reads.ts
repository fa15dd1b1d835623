import path from 'node:path';
import { parseArgs } from 'node:util';
import { keepResults } from './common/keep-results.ts';
import { readLoad } from './common/machine.ts';
import { withShop } from './common/with-shop.ts';
import { buildBarePage } from '@holdfast/e2e/bare-page';
import { measureReads, type Sizes } from './reads/measure.ts';
import { describeReads } from './reads/report.ts';

/**
 * What a read costs, in one run beside a bare server of node:http with the same bytes, the server of the usual tutorial,
 * and a bare page of Next. On the servers of the shop that runs on DATA_DIR, or of one of its own. The figures are
 * printed and written as JSON; --markdown puts them into a page as well, --smallest only shows that the bench works.
 *
 *   npm run bench:reads
 *   npm run bench:reads -- --markdown docs/performance.md
 */
const FULL: Sizes = { rounds: 10, seconds: 1.5, warmUpSeconds: 1, searches: 1_000 };
const SMALLEST: Sizes = { rounds: 1, seconds: 0.2, warmUpSeconds: 0, searches: 20 };

const { values } = parseArgs({
  options: { markdown: { type: 'string' }, smallest: { type: 'boolean', default: false } },
});
const loadBefore = readLoad();
const sizes = values.smallest ? SMALLEST : FULL;
console.log('building a bare page');
const barePageFolder = await buildBarePage(path.join(import.meta.dirname, '../..'));
const results = await withShop((shop) => measureReads(shop, { sizes, loadBefore, barePageFolder }));
await keepResults({ bench: 'reads', results, figures: describeReads(results), page: values.markdown });
