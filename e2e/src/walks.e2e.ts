import type { Browser, Page } from 'playwright';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { describe, it } from './browser/browser-tests.ts';
import { tabTo, typeInto } from './browser/keys.ts';
import { launchBrowser } from './browser/launch.ts';
import { signIn } from './browser/operator-page.ts';
import { openAlive } from './browser/open-alive.ts';
import { addAndCheckOut, expectPaid, fillAddress, pay, WORDS } from './browser/shopper.ts';
import {
  DESK,
  expectAccessible,
  keepScreen,
  type Look,
  newVisitor,
  PHONE,
  type Visitor,
} from './browser/visit.ts';
import { findVariant, orderInput, type Placed } from './checkout.ts';
import { connect, connectOperator, eventually, type ShopClient } from './client.ts';
import { newShopOptions, type RunningShop, removeShop, startShop } from './start-shop.ts';

type Order = Awaited<ReturnType<ShopClient['orders']['admin']['get']['query']>>;

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

const open = (page: Page, path: string) => openAlive(page, `${running.webUrl}${path}`);

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

  it('who has the cart open in two tabs sees in each what the other one does', async () => {
    const { page, context, complaints } = await visitor({ viewport: DESK, theme: 'light' });
    await open(page, '/p/mooring-line');
    await page.getByRole('button', { name: WORDS.en.add, exact: true }).click();
    await page.getByRole('link', { name: WORDS.en.checkout }).first().waitFor();
    const other = await context.newPage();
    await open(other, '/cart');
    await open(page, '/cart');
    const pieces = (tab: Page) => tab.getByRole('link', { name: /^Cart, / }).first();
    for (const [tab, seen] of [
      [page, 'Cart, 2 pieces'],
      [other, 'Cart, 3 pieces'],
    ] as const) {
      await tab.getByRole('button', { name: /^One more: / }).click();
      for (const each of [page, other]) {
        await expect.poll(() => pieces(each).getAttribute('aria-label')).toBe(seen);
      }
    }
    expect(complaints).toEqual([]);
  });

  it('without script reads the goods and fills a cart', async () => {
    const context = await browser.newContext({ viewport: PHONE, javaScriptEnabled: false });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(`${running.webUrl}/c/rope`);
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

describe('an operator', () => {
  let shop: ShopClient;
  let api: ShopClient;
  let variantId: string;
  beforeAll(async () => {
    shop = connect(running.apiUrl);
    api = await connectOperator(running.apiUrl, running.env);
    variantId = await findVariant(shop);
  });

  /** Three pieces, bought and paid. */
  async function buyThree(): Promise<Placed> {
    const { id } = await shop.cart.add.mutate({ variantId, quantity: 3 });
    const answer = await shop.orders.place.mutate(orderInput(id));
    if (answer.status !== 'placed') throw new Error(`not placed: ${answer.status}`);
    await untilOrder(answer.order.number, ({ actions }) => actions.fulfil);
    return answer.order;
  }

  const readOrder = (number: string) => api.orders.admin.get.query({ number });
  const untilOrder = (number: string, isWanted: (order: Order) => boolean) =>
    eventually(() => readOrder(number), isWanted);

  async function openOrder(number: string): Promise<Visitor> {
    const operator = await visitor({ viewport: DESK, theme: 'light' });
    await signIn(operator.page, running.webUrl, running.env);
    await open(operator.page, `/operator/orders/${number}`);
    return operator;
  }

  const available = async () => (await api.inventory.level.query({ variantId })).available;

  it('sends an order in two parcels and refunds a piece of it, and the shopper sees each', async () => {
    const { number, accessToken } = await buyThree();
    const { page, complaints } = await openOrder(number);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Send goods' }).click();
    await dialog.getByLabel(/, pieces, 3 at most$/).fill('1');
    await dialog.getByLabel('Carrier').fill('Sea Post');
    await dialog.getByLabel('Tracking number').fill('SP-100');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Send 1 piece' }).click();
    await page.getByText('1 piece sent.').waitFor();
    await page.getByRole('button', { name: 'Send goods' }).click();
    await dialog.getByRole('button', { name: 'Send 2 pieces' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Everything sent' }).waitFor();

    await page.getByRole('button', { name: 'Refund' }).click();
    await dialog.getByText('Some pieces').click();
    await dialog.getByLabel(/, pieces, 3 at most$/).fill('1');
    await dialog.getByLabel('Put what came back on the shelf').check();
    await dialog.getByLabel('Reason').fill('Returned');
    await dialog.getByRole('button', { name: 'Review' }).click();
    await dialog.getByText('1 piece sent before: back on the shelf.').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: /^Give back / }).click();
    const refund = page.getByRole('table', { name: 'Refunds' });
    await refund.getByText('Given back').waitFor();
    await keepScreen(page, 'walk-operator-refunded');

    const order = await readOrder(number);
    expect(order.fulfilments.map(({ trackingId, lines }) => [trackingId, lines[0]?.quantity])).toEqual([
      ['SP-100', 1],
      [null, 2],
    ]);
    expect(order.lines[0]).toMatchObject({ fulfilledQuantity: 3, returnedQuantity: 1 });
    expect(order.refunds).toMatchObject([{ state: 'succeeded', restock: true, reason: 'Returned' }]);
    expect(complaints).toEqual([]);

    const shopper = await visitor({ viewport: PHONE, theme: 'light' });
    await open(shopper.page, `/orders/${number}?token=${accessToken}`);
    await shopper.page.getByRole('heading', { name: 'Your order is on its way.' }).waitFor();
    await shopper.page.getByText('SP-100').waitFor();
    await shopper.page.getByText('Given back to you').waitFor();
    await expectAccessible(shopper.page);
    await keepScreen(shopper.page, 'walk-shopper-refunded');
  });

  it('cancels an order with the keyboard alone, and its stock and money go back', async () => {
    const before = await available();
    const { number } = await buyThree();
    const { page } = await openOrder(number);
    await tabTo(page, page.getByRole('button', { name: 'Cancel order' }));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await typeInto(page, 'Reason', 'Asked for by the customer');
    await tabTo(page, page.getByRole('button', { name: 'Cancel the order' }));
    await page.keyboard.press('Enter');
    const outcome = page.getByText('Order cancelled.', { exact: true });
    await outcome.and(page.locator(':focus')).waitFor();
    await untilOrder(number, ({ status }) => status === 'refunded');
    expect(await available()).toBe(before);
  });

  it('who is refused keeps what was typed, and reads why', async () => {
    const { number } = await buyThree();
    const { page, context } = await openOrder(number);
    // Another operator is faster, and this page has not heard of it.
    await context.route('**/trpc/orders.admin.get*', (route) => route.abort());
    await api.orders.admin.refund.mutate({ number, reason: 'the other one' });
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Refund' }).click();
    await dialog.getByText('An amount').click();
    await dialog.getByLabel('Amount in USD').fill('5');
    await dialog.getByLabel('Reason').fill('Goodwill');
    await dialog.getByRole('button', { name: 'Review' }).click();
    await dialog.getByRole('button', { name: 'Give back $5.00' }).click();
    await dialog.getByText('Nothing was changed').waitFor();
    expect(await dialog.getByLabel('Amount in USD').inputValue()).toBe('5');
    expect(await dialog.getByLabel('Reason').inputValue()).toBe('Goodwill');
    await keepScreen(page, 'walk-operator-refused');
    expect((await readOrder(number)).refunds).toHaveLength(1);
  });

  it('whose answer is lost sends it again, and one parcel leaves', async () => {
    const { number } = await buyThree();
    const { page, context } = await openOrder(number);
    const fulfil = '**/trpc/orders.admin.fulfil*';
    await context.route(fulfil, async (route) => {
      await route.fetch();
      await route.abort();
    });
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Send goods' }).click();
    await dialog.getByLabel(/, pieces, 3 at most$/).fill('2');
    await dialog.getByRole('button', { name: 'Send 2 pieces' }).click();
    await dialog.getByText('it does not count twice').waitFor();
    await context.unroute(fulfil);
    await dialog.getByRole('button', { name: 'Send it again' }).click();
    await page.getByText('2 pieces sent.').waitFor();
    expect((await readOrder(number)).fulfilments).toHaveLength(1);
  });

  it('sells beyond the stock; refused for what orders hold, keeps what was typed, and is heard when they do not', async () => {
    const { number } = await buyThree();
    const { onHand, allocated } = await api.inventory.level.query({ variantId });
    const { items } = await shop.catalog.list.query({});
    const { page } = await visitor({ viewport: DESK, theme: 'light' });
    await signIn(page, running.webUrl, running.env);
    await open(page, `/operator/goods/${items[0]?.handle}`);
    const dialog = page.getByRole('dialog');
    const backOrders = dialog.getByLabel('Back orders up to');
    const change = page.getByRole('button', { name: /^Change what is sold beyond the stock of / }).first();
    const set = dialog.getByRole('button', { name: 'Set it' });
    await change.click();
    await backOrders.fill('3');
    await dialog.getByLabel('Reason').fill('Made to order');
    await expectAccessible(page);
    await set.click();
    await page.getByText('back orders up to 3, ').waitFor();

    await api.inventory.adjust.mutate({ variantId, setTo: allocated - 3, reason: 'Count' });
    await change.click();
    await backOrders.fill('0');
    await dialog.getByLabel('Reason').fill('No longer delivered');
    await set.click();
    await dialog.getByRole('link', { name: number }).waitFor();
    expect(await backOrders.inputValue()).toBe('0');
    expect(await dialog.getByLabel('Reason').inputValue()).toBe('No longer delivered');
    await keepScreen(page, 'walk-operator-refused-by-orders');

    await api.orders.admin.cancel.mutate({ number, reason: 'Asked for by the customer' });
    await eventually(
      () => api.inventory.level.query({ variantId }),
      (level) => level.allocated === allocated - 3,
    );
    await set.click();
    await page.getByText('back orders up to 0, ').waitFor();
    expect(await api.inventory.settings.query({ variantId })).toMatchObject({ backOrderLimit: 0 });
    await api.inventory.adjust.mutate({ variantId, setTo: onHand, reason: 'Count' });
  });
});
