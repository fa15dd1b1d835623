import type { Browser, Locator, Page } from 'playwright';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { describe, it } from './browser/browser-tests.ts';
import { launchBrowser } from './browser/launch.ts';
import { signIn } from './browser/operator-page.ts';
import { addAndCheckOut, expectPaid, fillAddress, pay, WORDS } from './browser/shopper.ts';
import { DESK, keepScreen, type Look, newVisitor, PHONE, type Visitor } from './browser/visit.ts';
import { newShopOptions, type RunningShop, removeShop, startShop } from './start-shop.ts';

const A_MINUTE = 60_000;

let running: RunningShop;
let browser: Browser;
let sql: pg.Client;

beforeAll(async () => {
  running = await startShop(await newShopOptions());
  browser = await launchBrowser();
  sql = new pg.Client({ connectionString: running.env.DATABASE_URL });
  await sql.connect();
});

afterAll(async () => {
  await sql?.end();
  await browser?.close();
  await running?.stop();
  if (running) await removeShop(running.dataDir);
});

/** Somebody with a browser of their own, which is closed when the test is over. */
async function visitor(look: Look): Promise<Visitor> {
  const somebody = await newVisitor(browser, look);
  onTestFinished(() => somebody.context.close());
  return somebody;
}

const open = (page: Page, path: string) => page.goto(`${running.webUrl}${path}`);

async function paymentsOf(number: string): Promise<string[]> {
  const { rows } = await sql.query<{ state: string }>(
    `SELECT payment.state::text FROM payment JOIN orders ON orders.id = payment.order_id
     WHERE orders.number = $1 ORDER BY payment.created_at`,
    [number],
  );
  return rows.map(({ state }) => state);
}

describe('a shopper', () => {
  it('buys in under a minute by mouse, while an operator in a second page sees the order arrive by itself', async () => {
    const operator = await visitor({ viewport: DESK, theme: 'light' });
    await signIn(operator.page, running.webUrl, running.env);
    const arrivals = operator.page.getByRole('region', { name: /orders/i });
    await arrivals.first().waitFor();

    const { page, complaints } = await visitor({ viewport: DESK, theme: 'light' });
    const begun = performance.now();
    await open(page, '/');
    await page
      .getByRole('main')
      .getByRole('link', { name: /Mooring Line/ })
      .first()
      .click();
    await page.waitForURL('**/p/mooring-line');
    await addAndCheckOut(page, WORDS.en);
    await fillAddress(page, WORDS.en);
    const number = await pay(page, WORDS.en);
    await expectPaid(page, WORDS.en);
    expect(performance.now() - begun).toBeLessThan(A_MINUTE);

    await operator.page.getByRole('link', { name: number }).first().waitFor();
    await keepScreen(operator.page, 'walk-operator-sees-the-order');
    await keepScreen(page, 'walk-order-paid');
    expect(await paymentsOf(number)).toEqual(['captured']);
    expect([...complaints, ...operator.complaints]).toEqual([]);
  });

  it('buys in Hebrew on a phone, from right to left and in shekels', async () => {
    const { page, complaints } = await visitor({ viewport: PHONE, theme: 'dark' });
    await open(page, '/he');
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    await page
      .getByRole('main')
      .getByRole('link', { name: /חבל עגינה/ })
      .first()
      .click();
    await page.waitForURL('**/he/p/mooring-line');
    await addAndCheckOut(page, WORDS.he);
    await fillAddress(page, WORDS.he);
    const number = await pay(page, WORDS.he);
    await expectPaid(page, WORDS.he);
    await keepScreen(page, 'walk-hebrew-phone-paid');
    const { rows } = await sql.query('SELECT currency, locale FROM orders WHERE number = $1', [number]);
    expect(rows).toEqual([{ currency: 'ILS', locale: 'he' }]);
    expect(complaints).toEqual([]);
  });

  it('buys with the keyboard alone', async () => {
    const { page } = await visitor({ viewport: DESK, theme: 'light' });
    await open(page, '/p/mooring-line');
    await tabTo(page, page.getByRole('button', { name: WORDS.en.add, exact: true }));
    await page.keyboard.press('Enter');
    const toCheckout = page.getByRole('link', { name: WORDS.en.checkout });
    await toCheckout.waitFor();
    await tabTo(page, toCheckout);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/checkout');
    await typeInto(page, WORDS.en.email, 'keys@example.com');
    await typeInto(page, WORDS.en.country, 'Israel');
    await typeInto(page, WORDS.en.name, 'Keys Only');
    await typeInto(page, WORDS.en.line1, '1 Harbour Road');
    await typeInto(page, WORDS.en.city, 'Haifa');
    await tabTo(page, page.getByRole('button', { name: WORDS.en.pay }));
    await page.keyboard.press('Enter');
    await page.waitForURL('**/orders/*');
    await expectPaid(page, WORDS.en);
  });

  it('whose card is declined is told so, tries another, and pays one order once', async () => {
    const { page } = await visitor({ viewport: DESK, theme: 'light' });
    await open(page, '/p/mooring-line');
    await addAndCheckOut(page, WORDS.en);
    await fillAddress(page, WORDS.en);
    await page.getByRole('radio', { name: /A card that is declined/ }).check();
    const number = await pay(page, WORDS.en);
    await page.getByRole('heading', { name: 'The payment did not go through.' }).waitFor();
    await page.getByText('Nothing was charged').waitFor();
    await keepScreen(page, 'walk-declined');
    await page.getByRole('radio', { name: /A card that works/ }).check();
    await page.getByRole('button', { name: WORDS.en.pay }).click();
    await expectPaid(page, WORDS.en);
    expect(await paymentsOf(number)).toEqual(['declined', 'captured']);
  });

  it('who presses the button twice has one order', async () => {
    const { page } = await visitor({ viewport: DESK, theme: 'light' });
    await open(page, '/p/mooring-line');
    await addAndCheckOut(page, WORDS.en);
    await fillAddress(page, WORDS.en);
    const count = async () => Number((await sql.query('SELECT count(*) FROM orders')).rows[0].count);
    const before = await count();
    await page.getByRole('button', { name: WORDS.en.pay }).dblclick();
    await page.waitForURL('**/orders/*');
    await expectPaid(page, WORDS.en);
    expect(await count()).toBe(before + 1);
  });

  it('whose connection is lost while ordering loses nothing, and orders once when it is back', async () => {
    const { page, context } = await visitor({ viewport: DESK, theme: 'light' });
    await open(page, '/p/mooring-line');
    await addAndCheckOut(page, WORDS.en);
    await fillAddress(page, WORDS.en);
    const count = async () => Number((await sql.query('SELECT count(*) FROM orders')).rows[0].count);
    const before = await count();
    // The order reaches the shop, its answer does not reach the shopper.
    await context.route('**/trpc/orders.place*', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.getByRole('button', { name: WORDS.en.pay }).click();
    await page.getByText('it is never ordered twice').first().waitFor();
    expect(await page.getByLabel(WORDS.en.name, { exact: true }).inputValue()).toBe('Noa Levi');
    await context.unroute('**/trpc/orders.place*');
    await page.getByRole('button', { name: WORDS.en.pay }).click();
    await page.waitForURL('**/orders/*');
    await expectPaid(page, WORDS.en);
    expect(await count()).toBe(before + 1);
  });

  it('without script reads the goods and fills a cart', async () => {
    const context = await browser.newContext({ viewport: PHONE, javaScriptEnabled: false });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await open(page, '/c/rope');
    await page
      .getByRole('link', { name: /Mooring Line/ })
      .first()
      .click();
    await page.getByRole('heading', { name: 'Mooring Line', level: 1 }).waitFor();
    await page.getByRole('button', { name: WORDS.en.add, exact: true }).click();
    await page.waitForURL('**/cart');
    await page
      .getByRole('link', { name: /Mooring Line/ })
      .first()
      .waitFor();
    await keepScreen(page, 'walk-without-script-cart');
  });
});

/** Presses Tab until the control has the focus. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  const focused = control.and(page.locator(':focus'));
  for (let presses = 0; presses < 80; presses += 1) {
    if ((await focused.count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${control.toString()}`);
}

async function typeInto(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByLabel(label, { exact: true }));
  await page.keyboard.type(text);
}
