import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright';
import pg from 'pg';
import { afterAll, beforeAll, expect } from 'vitest';
import { describe, it } from './browser/browser-tests.ts';
import { launchBrowser } from './browser/launch.ts';
import { signIn } from './browser/operator-page.ts';
import { DESK, keepScreen, newVisitor } from './browser/visit.ts';
import { buy, findVariant } from './checkout.ts';
import { connect, eventually, type ShopClient } from './client.ts';
import { readOne } from './sources.ts';
import { newShopOptions, type RunningShop, removeShop, startShop } from './start-shop.ts';

const NAMED_WITHIN_MS = 3_000;
const BACK_WITHIN_MS = 30_000;

let running: RunningShop;
let browser: Browser;
let page: Page;
let shop: ShopClient;
let sql: pg.Client;
let variantId: string;

beforeAll(async () => {
  running = await startShop(await newShopOptions());
  shop = connect(running.apiUrl);
  variantId = await findVariant(shop);
  sql = new pg.Client({ connectionString: running.env.DATABASE_URL });
  await sql.connect();
  browser = await launchBrowser();
  ({ page } = await newVisitor(browser, { viewport: DESK, theme: 'light' }));
  await signIn(page, running.webUrl, running.env);
  await isWell();
});

afterAll(async () => {
  await browser?.close();
  await sql?.end();
  await running?.stop();
  if (running) await removeShop(running.dataDir);
});

function pidOf(part: string): number {
  const pid = running.pids()[part];
  if (!pid) throw new Error(`${part} is not running`);
  return pid;
}

const wrong = () => page.getByRole('region', { name: 'What is wrong' });

async function isWell(): Promise<void> {
  await wrong().getByText('All parts are well.').first().waitFor({ timeout: BACK_WITHIN_MS });
}

/** A region of the page as it reads, figures with their units. */
async function read(region: string): Promise<string> {
  const text = await page.getByRole('region', { name: region, exact: true }).innerText();
  return text.replaceAll(/\s+/g, ' ');
}

/** The highest value of a chart's line in the last 15 minutes, from the table that stands for the chart. */
async function highest(chart: string): Promise<number> {
  const cells = page.getByRole('figure', { name: chart }).getByRole('cell');
  return Number.parseFloat((await cells.last().textContent()) ?? '');
}

describe('what is killed', () => {
  it.each([
    ['replica-1', /replica-1 is down/],
    // Which of them depends on how soon another one runs.
    ['worker-1', /No worker runs|worker-1 is down|worker-1 has just started/],
    ['redis-queue', /redis-queue is down/],
    ['redis-cache', /redis-cache is down/],
  ])(
    '%s: is named within 3 s in words, not shown as healthy, and well again by itself',
    async (part, words) => {
      process.kill(pidOf(part), 'SIGKILL');
      await wrong().getByText(words).first().waitFor({ timeout: NAMED_WITHIN_MS });
      expect(await wrong().getByText('All parts are well.').count()).toBe(0);
      await keepScreen(page, `live-${part}-down`);
      await isWell();
    },
  );
});

it('while the API does not answer the page says that it is not live, and nothing on it is well', async () => {
  const apis = ['api-1', 'api-2'].map(pidOf);
  for (const pid of apis) process.kill(pid, 'SIGSTOP');
  try {
    await page
      .getByText(/^Not live for/)
      .first()
      .waitFor({ timeout: 6_000 });
    expect(await wrong().getByText('All parts are well.').count()).toBe(0);
    await keepScreen(page, 'live-not-live');
  } finally {
    for (const pid of apis) process.kill(pid, 'SIGCONT');
  }
  await isWell();
});

it('an order appears by itself; its minute stays in the history through a death of both Redis and a reload', async () => {
  // An API process that stood still sheds what comes in its first moment.
  const { number } = await eventually(
    () => buy(shop, variantId),
    () => true,
  );
  await page.getByRole('link', { name: number }).first().waitFor();
  await eventually(
    () => highest('Orders a minute'),
    (most) => most >= 1,
  );
  for (const part of ['redis-queue', 'redis-cache']) process.kill(pidOf(part), 'SIGKILL');
  await wrong().getByText('redis-queue is down').first().waitFor();
  await page.reload();
  await eventually(
    () => highest('Orders a minute'),
    (most) => most >= 1,
  );
  await isWell();
});

describe('a figure on the page is what its source says:', () => {
  it('each process runs under the pid that is shown, with the memory that /proc knows', async () => {
    for (const name of ['api-1', 'api-2', 'worker-1', 'web']) {
      const pid = pidOf(name);
      const row = page
        .getByRole('table', { name: 'Processes' })
        .getByRole('row', { name: new RegExp(`^${name}`) });
      await row.getByRole('cell', { name: String(pid), exact: true }).waitFor();
      const shown = Number(/([\d.]+) MiB/.exec(await row.innerText())?.[1]);
      const kib = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
      expect(shown / (kib / 1_024)).toBeGreaterThan(0.7);
      expect(shown / (kib / 1_024)).toBeLessThan(1.4);
    }
  });

  it("the outbox's count and the newest orders are PostgreSQL's, while the worker stands still", async () => {
    const worker = pidOf('worker-1');
    process.kill(worker, 'SIGSTOP');
    try {
      const placed = [await buy(shop, variantId), await buy(shop, variantId)].map(({ number }) => number);
      const { pending } = await readOne<{ pending: string }>(
        sql,
        'SELECT count(*) AS pending FROM outbox_event WHERE closed_at IS NULL AND available_at <= now()',
      );
      expect(Number(pending)).toBeGreaterThan(0);
      await eventually(
        () => read('Stores'),
        (text) => text.includes(`outbox ${pending} waiting`),
      );
      const { rows } = await sql.query<{ number: string }>(
        'SELECT number FROM orders ORDER BY placed_at DESC, id DESC LIMIT 10',
      );
      expect(rows.slice(0, 2).map(({ number }) => number)).toEqual(placed.toReversed());
      const links = page.getByRole('table', { name: 'Newest orders' }).getByRole('link');
      await eventually(
        () => links.allTextContents(),
        (shown) => shown.join() === rows.map(({ number }) => number).join(),
      );
    } finally {
      process.kill(worker, 'SIGCONT');
    }
    await isWell();
  });
});
