import type { Browser, Page } from 'playwright';
import pg from 'pg';
import { afterAll, beforeAll, expect } from 'vitest';
import { it } from './browser/browser-tests.ts';
import { launchBrowser } from './browser/launch.ts';
import { signIn } from './browser/operator-page.ts';
import { DESK, expectAccessible, keepScreen, newVisitor } from './browser/visit.ts';
import { buy, findVariant } from './checkout.ts';
import { connect, eventually } from './client.ts';
import { newShopOptions, type RunningShop, removeShop, startShop } from './start-shop.ts';

let running: RunningShop;
let browser: Browser;
let page: Page;
let sql: pg.Client;

beforeAll(async () => {
  running = await startShop(await newShopOptions());
  sql = new pg.Client({ connectionString: running.env.DATABASE_URL });
  await sql.connect();
  browser = await launchBrowser();
  ({ page } = await newVisitor(browser, { viewport: DESK, theme: 'light' }));
  await signIn(page, running.webUrl, running.env);
  await page.goto(`${running.webUrl}/operator/jobs`);
});

afterAll(async () => {
  await browser?.close();
  await sql?.end();
  await running?.stop();
  if (running) await removeShop(running.dataDir);
});

/** A confirmation that was given up: of an order that is not there, so sent again it dies again. */
async function addDead(error: string): Promise<string> {
  const { rows } = await sql.query<{ id: string }>(
    `INSERT INTO outbox_event (job, payload, generation, attempts, last_error, failed_at, dead_at)
     VALUES ('notifications.order-confirmation', '{"orderId": "0197a000-0000-7000-8000-000000000000"}', 1, 8, $1, now(), now())
     RETURNING id`,
    [error],
  );
  return rows[0]?.id ?? '';
}

const queues = () => page.getByRole('region', { name: 'Queues' });
const failed = () => page.getByRole('region', { name: 'Failing and dead' });
const dialog = () => page.getByRole('dialog');

it('a queue is paused after a word of what that means, and its orders are paid when it is resumed', async () => {
  await queues().getByRole('button', { name: 'Pause payments' }).click();
  await dialog().getByText('Orders are still taken; they are not charged meanwhile.').waitFor();
  await expectAccessible(page);
  await dialog().getByRole('button', { name: 'Pause it' }).click();
  await queues().getByText('payments is paused.').waitFor();
  await queues().getByText('Paused', { exact: true }).waitFor();

  const shop = connect(running.apiUrl);
  const { number, accessToken } = await buy(shop, await findVariant(shop));
  const read = () => shop.orders.get.query({ number, accessToken });
  expect((await read()).status).toBe('placed');
  await queues().getByRole('button', { name: 'Resume payments' }).click();
  await dialog().getByRole('button', { name: 'Resume it' }).click();
  await queues().getByText('payments is resumed.').waitFor();
  await eventually(read, ({ status }) => status === 'paid');
});

it('a dead job is found by its error, sent again, and discarded with a reason', async () => {
  const id = await addDead('550 the mailbox is full');
  await addDead('something else');
  await page.getByRole('searchbox', { name: 'Search failed jobs' }).fill('MAILBOX');
  await failed().getByText('550 the mailbox is full').waitFor();
  await failed().getByText('something else').waitFor({ state: 'detached' });
  await keepScreen(page, 'jobs-dead');

  await failed()
    .getByRole('button', { name: /^Send again: / })
    .click();
  await failed()
    .getByText(/^Sent again: |No job fits these filters/)
    .first()
    .waitFor();
  await page.getByRole('searchbox', { name: 'Search failed jobs' }).fill('There is no such order');
  await failed().getByText('NOT_FOUND: There is no such order.').waitFor();

  await failed()
    .getByRole('button', { name: /^Discard: / })
    .click();
  await dialog().getByRole('button', { name: 'Discard it' }).click();
  await dialog().getByText('Say why: it is kept with the job.').waitFor();
  await dialog().getByLabel('Reason').fill('The order was a test.');
  await dialog().getByRole('button', { name: 'Discard it' }).click();
  await failed().getByText('No job fits these filters').waitFor();
  const { rows } = await sql.query('SELECT discard_reason, closed_at FROM outbox_event WHERE id = $1', [id]);
  expect(rows).toEqual([{ discard_reason: 'The order was a test.', closed_at: expect.any(Date) }]);
});

it('shows each schedule with its last and its next run', async () => {
  const schedules = page.getByRole('region', { name: 'Schedules' });
  for (const name of ['sweep', 'queues.clean', 'orders.reap']) {
    await schedules.getByText(name, { exact: true }).waitFor();
  }
  await schedules.getByText(/ ago$/).first().waitFor();
});
