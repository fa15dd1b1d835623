import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, onTestFinished } from 'vitest';
import { describe, it } from './browser/browser-tests.ts';
import { launchBrowser } from './browser/launch.ts';
import { DESK, newVisitor } from './browser/visit.ts';
import { connectOperator, findCheapest, type ShopClient } from './client.ts';
import { newShopOptions, type RunningShop, removeShop, startShop } from './start-shop.ts';

const PRODUCT = 'mooring-line';
const TITLE = 'Mooring Line';
/** How old a price may be that a shopper is shown. */
const MOST_AGE_MS = 2_000;

let running: RunningShop;
let browser: Browser;
let operator: ShopClient;
let variantId: string;
/** In cents; each change makes it the least of the product's, which its card shows as well. */
let price: number;

beforeAll(async () => {
  running = await startShop(await newShopOptions());
  browser = await launchBrowser();
  operator = await connectOperator(running.apiUrl, running.env);
  ({ variantId, price } = await findCheapest(running.apiUrl, PRODUCT));
});

afterAll(async () => {
  await browser?.close();
  await running?.stop();
  if (running) await removeShop(running.dataDir);
});

let page: Page;
beforeEach(async () => {
  const visitor = await newVisitor(browser, { viewport: DESK, theme: 'light' });
  onTestFinished(() => visitor.context.close());
  ({ page } = visitor);
});

const open = (path: string) => page.goto(`${running.webUrl}${path}`, { waitUntil: 'networkidle' });
const main = () => page.getByRole('main');
const link = () => page.getByRole('link', { name: TITLE, exact: true });
const card = () => main().getByRole('article').filter({ has: link() }).first();
const productLink = () => card().getByRole('link');
const inWords = () => `$${(price / 100).toFixed(2)}`;

/** Ends when the change is as old as what a shopper sees may be. */
async function changePrice(): Promise<void> {
  price -= 1;
  await operator.catalog.admin.setPrice.mutate({ variantId, amount: price, currency: 'USD' });
  await pause(MOST_AGE_MS);
}

async function expectPriceOnProduct(): Promise<void> {
  await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
  await main().getByText(inWords(), { exact: true }).first().waitFor();
}

async function expectPriceOnCard(): Promise<void> {
  await card().getByText(inWords()).waitFor();
}

describe('a price that an operator changes is seen in a tab that was open before', () => {
  it('on the next page that it goes to', async () => {
    await open('/');
    await expectPriceOnCard();
    await changePrice();
    await productLink().click();
    await expectPriceOnProduct();
  });

  it('on pages where it was a moment ago, by a link, back and forward', async () => {
    await open('/c/rope');
    await productLink().click();
    await expectPriceOnProduct();
    await changePrice();
    await page.getByRole('navigation', { name: 'Categories' }).getByRole('link', { name: 'Rope' }).click();
    await expectPriceOnCard();
    await productLink().click();
    await expectPriceOnProduct();
    await changePrice();
    await page.goBack();
    await expectPriceOnCard();
    await changePrice();
    await page.goForward();
    await expectPriceOnProduct();
  });

  it('on a product whose page was fetched ahead while the mouse rested on its link', async () => {
    await open('/c/rope');
    await restOnProduct();
    await changePrice();
    await productLink().click();
    await expectPriceOnProduct();
  });
});

/** Ends when the product's page begins to come. Before it the router asks how the page is made up, by a header of its own. */
async function restOnProduct(): Promise<void> {
  const fetched = page.waitForResponse((response) => {
    const request = response.request();
    const { pathname, searchParams } = new URL(request.url());
    const isPage = request.headers()['next-router-segment-prefetch'] === undefined;
    return isPage && pathname === `/p/${PRODUCT}` && searchParams.has('_rsc');
  });
  await productLink().hover();
  await fetched;
}

it('while the mouse rests on a product its page is fetched, and the press waits for nothing', async () => {
  await open('/c/rope');
  await restOnProduct();
  await page.route(`**/p/${PRODUCT}**`, (route) => route.abort());
  await productLink().click();
  await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
});
