import { parseArgs } from 'node:util';
import { barePageBytes } from '@holdfast/e2e/bare-page';
import { launchBrowser } from '@holdfast/e2e/launch';
import { scriptBytes } from '@holdfast/e2e/script-bytes';
import { installLighthouse, type Report, runLighthouse } from './lighthouse/lighthouse.ts';
import { describePages, type Page, type Results } from './lighthouse/report.ts';
import { readLoad } from './common/machine.ts';
import { keepResults } from './common/keep-results.ts';
import { withShop } from './common/with-shop.ts';

/**
 * Lighthouse (mobile, simulated throttling, median of RUNS) on home, category and product of the shop that runs on
 * DATA_DIR, or of one of its own, and the script of each page beside that of a bare Next page built with the same Next.
 *
 *   npm run bench:lighthouse
 *   npm run bench:lighthouse -- --markdown docs/performance.md
 */
const RUNS = 5;
const PAGES = { home: '/', category: '/c/rope', product: '/p/mooring-line' };

async function measureScript(webUrl: string): Promise<{ bareBytes: number; ofPages: number[] }> {
  const browser = await launchBrowser();
  try {
    const bareBytes = await barePageBytes(browser);
    const ofPages: number[] = [];
    for (const address of Object.values(PAGES)) ofPages.push(await scriptBytes(browser, webUrl + address));
    return { bareBytes, ofPages };
  } finally {
    await browser.close();
  }
}

async function measurePages(webUrl: string): Promise<Omit<Results, 'at' | 'loadBefore'>> {
  const { bareBytes, ofPages } = await measureScript(webUrl);
  const pages: Page[] = [];
  for (const [index, [name, address]] of Object.entries(PAGES).entries()) {
    const reports: Report[] = [];
    for (let runs = 0; runs < RUNS; runs += 1) {
      const { lighthouseVersion, environment, categories, audits } = await runLighthouse(webUrl + address);
      reports.push({ lighthouseVersion, environment, categories, audits });
    }
    pages.push({ name, reports, scriptBytes: ofPages[index] ?? Number.NaN });
  }
  return { bareBytes, pages };
}

const { values } = parseArgs({ options: { markdown: { type: 'string' } } });
const loadBefore = readLoad();
await installLighthouse();
const measured = await withShop(({ env }) => measurePages(env.WEB_URL ?? ''));
const results: Results = { at: new Date().toISOString(), loadBefore, ...measured };
await keepResults({
  bench: 'lighthouse',
  results,
  figures: describePages(results),
  page: values.markdown,
});
