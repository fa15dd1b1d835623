import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildBarePage, RENDERED_PAGE, startBarePage } from '@holdfast/e2e/bare-page';
import { launchBrowser } from '@holdfast/e2e/launch';
import { scriptBytes } from '@holdfast/e2e/script-bytes';
import { installLighthouse, runLighthouse } from './lighthouse/lighthouse.ts';
import { describePages, type Page, type Results } from './lighthouse/report.ts';
import { readLoad } from './common/machine.ts';
import { keepResults } from './common/keep-results.ts';
import { withShop } from './common/with-shop.ts';

/**
 * Lighthouse (mobile, simulated throttling, median of RUNS) on home, category and product of the shop that runs on
 * DATA_DIR, or of one of its own, beside a bare Next page built with the same Next: what that one scores, and how much
 * script it has.
 *
 *   npm run bench:lighthouse
 *   npm run bench:lighthouse -- --markdown docs/performance.md
 */
const REPOSITORY = path.join(import.meta.dirname, '../..');
const RUNS = 5;
const PAGES = { home: '/', category: '/c/rope', product: '/p/mooring-line' };

type Place = { name: string; url: string };

/** The bare page first, then ours: all of them in turns, since a noisy neighbour is to hit all of them alike. */
async function measurePages(places: Place[]): Promise<Page[]> {
  const pages: Page[] = [];
  for (const { name, url } of places) pages.push({ name, reports: [], scriptBytes: await weighScript(url) });
  for (let round = 0; round < RUNS; round += 1) {
    for (const [index, { url }] of places.entries()) {
      const { lighthouseVersion, environment, categories, audits } = await runLighthouse(url);
      pages[index]?.reports.push({ lighthouseVersion, environment, categories, audits });
    }
  }
  return pages;
}

async function weighScript(url: string): Promise<number> {
  const browser = await launchBrowser();
  try {
    return await scriptBytes(browser, url);
  } finally {
    await browser.close();
  }
}

async function measureBesideBare(webUrl: string): Promise<Omit<Results, 'at' | 'loadBefore'>> {
  const bareServer = await startBarePage(await buildBarePage(REPOSITORY));
  try {
    const bareUrl = `http://127.0.0.1:${bareServer.port}${RENDERED_PAGE}`;
    const ours = Object.entries(PAGES).map(([name, address]) => ({ name, url: webUrl + address }));
    const [bare, ...pages] = await measurePages([{ name: 'bare page', url: bareUrl }, ...ours]);
    if (!bare) throw new Error('the bare page was not measured');
    return { bare, pages };
  } finally {
    await bareServer.stop();
  }
}

const { values } = parseArgs({ options: { markdown: { type: 'string' } } });
const loadBefore = readLoad();
await installLighthouse();
const measured = await withShop(({ env }) => measureBesideBare(env.WEB_URL ?? ''));
const results: Results = { at: new Date().toISOString(), loadBefore, ...measured };
await keepResults({
  bench: 'lighthouse',
  results,
  figures: describePages(results),
  page: values.markdown,
});
