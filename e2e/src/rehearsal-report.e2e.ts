import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect } from 'vitest';
import { describe, it } from './browser/browser-tests.ts';
import { launchBrowser } from './browser/launch.ts';
import { DESK, keepScreen, newVisitor, PHONE } from './browser/visit.ts';

const MAKE_REPORTS = path.join(import.meta.dirname, '../../tools/src/rehearse/report/testing-report.ts');

/** Each second is a row of each chart's table, and axe looks at them all. */
const SECONDS = '20';

/** Reports of made-up rehearsals, by what they show. */
const PAGES = {
  held: 'seed-1/report.html',
  broken: 'seed-2/report.html',
  runs: 'report.html',
};

let folder: string;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-report-'));
  await promisify(execFile)(process.execPath, [MAKE_REPORTS, folder, SECONDS]);
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(page: Page, name: keyof typeof PAGES): Promise<void> {
  await page.goto(pathToFileURL(path.join(folder, PAGES[name])).href);
}

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each([
    ['broken', 'desk', DESK],
    ['broken', 'phone', PHONE],
    ['runs', 'desk', DESK],
    ['runs', 'phone', PHONE],
  ] as const)(
    'the report "%s" on a %s has no fault for assistive technology, fits its width, complains of nothing and asks no network',
    async (name, size, viewport) => {
      const { page, context, complaints } = await newVisitor(browser, { viewport, theme });
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await open(page, name);
      await keepScreen(page, `rehearsal-${name}-${theme}-${size}`);
      expect(await overflow(page)).toBe(0);
      const { violations } = await new AxeBuilder({ page }).analyze();
      await context.close();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(complaints).toEqual([]);
      expect(asked.filter((url) => !/^(file|data):/.test(url))).toEqual([]);
    },
  );
});

it('text from a history is never markup in its report', async () => {
  const { page, context } = await newVisitor(browser, { viewport: DESK, theme: 'light' });
  await open(page, 'broken');
  expect(await page.title()).toBe('Rehearsal: chaos, seed 2');
  expect(await page.locator('script').count()).toBe(1);
  expect(await page.locator('img').count()).toBe(0);
  await page.getByRole('heading', { name: '<script>document.title = "taken"</script>' }).waitFor();
  await context.close();
});

it('one cursor runs over all charts and says what was measured there, and which faults there were', async () => {
  const { page, context } = await newVisitor(browser, { viewport: DESK, theme: 'light' });
  await open(page, 'held');
  const chart = page.getByRole('figure').filter({ hasText: 'Calls per second' });
  await chart.locator('.plot').hover();
  const readout = page.getByRole('figure').filter({ hasText: 'Latency of all calls' }).locator('.readout');
  expect(await readout.textContent()).toMatch(/^0:1\d · steady.*: p50 .* · p95 /);
  await context.close();
});

it('the values of a chart can be read as a table, and the runs lead to their pages', async () => {
  const { page, context } = await newVisitor(browser, { viewport: DESK, theme: 'light' });
  await open(page, 'runs');
  await page.getByRole('link', { name: '1', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: /promises held/ }).waitFor();
  const chart = page.getByRole('figure').filter({ hasText: 'Calls per second' });
  await chart.getByText('As a table').click();
  expect(await chart.getByRole('row').count()).toBeGreaterThan(20);
  await context.close();
});

/** How many px the page is wider than its window. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(
    'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)',
  );
}
