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
  await promisify(execFile)(process.execPath, [MAKE_REPORTS, folder]);
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(page: Page, name: keyof typeof PAGES): Promise<void> {
  await page.goto(pathToFileURL(path.join(folder, PAGES[name])).href);
}

describe.each(['light', 'dark'] as const)('the report of a rehearsal in the %s theme', (theme) => {
  it.each([
    ['desk', DESK],
    ['phone', PHONE],
  ] as const)(
    'has no fault for assistive technology on a %s, fits its width, complains of nothing and asks no network',
    async (size, viewport) => {
      const { page, context, complaints } = await newVisitor(browser, { viewport, theme });
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      for (const name of Object.keys(PAGES) as (keyof typeof PAGES)[]) {
        await open(page, name);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect
          .soft(
            violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
            name,
          )
          .toEqual([]);
        expect.soft(await overflow(page), name).toBe(0);
        await keepScreen(page, `rehearsal-${name}-${theme}-${size}`);
      }
      await context.close();
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
  expect(await readout.textContent()).toMatch(/^0:45 · steady.*p50 .* ms · p95 /);
  await context.close();
});

it('the values of a chart can be read as a table, and the runs lead to their pages', async () => {
  const { page, context } = await newVisitor(browser, { viewport: DESK, theme: 'light' });
  await open(page, 'runs');
  await page.getByRole('link', { name: '1', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: /promises held/ }).waitFor();
  const chart = page.getByRole('figure').filter({ hasText: 'Calls per second' });
  await chart.getByText('As a table').click();
  expect(await chart.getByRole('row').count()).toBeGreaterThan(90);
  await context.close();
});

/** How many px the page is wider than its window. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(
    'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)',
  );
}
