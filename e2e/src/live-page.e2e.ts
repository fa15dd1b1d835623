import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser/launch.ts';
import { signIn } from './browser/operator-page.ts';
import { DESK, keepScreen, newVisitor } from './browser/visit.ts';
import { buy, findVariant } from './checkout.ts';
import { connect, connectOperator, eventually, type ShopClient } from './client.ts';
import { newShopOptions, type RunningShop, removeShop, startShop } from './start-shop.ts';

const NAMED_WITHIN_MS = 3_000;
const BACK_WITHIN_MS = 30_000;

let running: RunningShop;
let browser: Browser;
let page: Page;
let shop: ShopClient;
let operator: ShopClient;

beforeAll(async () => {
  running = await startShop(await newShopOptions());
  shop = connect(running.apiUrl);
  operator = await connectOperator(running.apiUrl, running.env);
  browser = await launchBrowser();
  ({ page } = await newVisitor(browser, { viewport: DESK, theme: 'light' }));
  await signIn(page, running.webUrl, running.env);
});

afterAll(async () => {
  await browser?.close();
  await running?.stop();
  if (running) await removeShop(running.dataDir);
});

function pidOf(part: string): number {
  const pid = running.pids()[part];
  if (!pid) throw new Error(`${part} is not running`);
  return pid;
}

const allWell = () => page.getByText('All parts are well').first();
