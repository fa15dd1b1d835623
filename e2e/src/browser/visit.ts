import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect } from 'vitest';

/** Kept, not compared: for a person to look at. */
const SCREENS = path.join(import.meta.dirname, '../../../artifacts/screens');

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

export type Look = { viewport: typeof DESK; theme: 'light' | 'dark' };

/** A browser of its own, with its own cookies, that keeps what its pages complain of. */
export type Visitor = { context: BrowserContext; page: Page; complaints: string[] };

export async function newVisitor(browser: Browser, look: Look): Promise<Visitor> {
  const { viewport, theme } = look;
  const isPhone = viewport === PHONE;
  const context = await browser.newContext({
    viewport,
    colorScheme: theme,
    hasTouch: isPhone,
    isMobile: isPhone,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
  });
  return { context, page, complaints };
}

/** Nothing serious or critical by axe's rules for WCAG 2.2 A and AA. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  expect.soft(serious, page.url()).toEqual([]);
}

/** As text: there is no document where this is compiled. */
const LOAD_PICTURES = `Promise.all([...document.images].map((image) => {
  image.loading = 'eager';
  return image.complete || new Promise((done) => { image.onload = image.onerror = done; });
}))`;

/** Keeps what is in sight as a picture: the window stays as it is, so nothing moves by it. */
export async function keepView(page: Page, name: string): Promise<void> {
  await mkdir(SCREENS, { recursive: true });
  await page.screenshot({ path: path.join(SCREENS, `${name}.png`) });
}

/** Keeps the whole page as a picture. */
export async function keepScreen(page: Page, name: string): Promise<void> {
  await mkdir(SCREENS, { recursive: true });
  // Pictures further down are loaded when somebody scrolls there.
  await page.evaluate(LOAD_PICTURES);
  await page.screenshot({ path: path.join(SCREENS, `${name}.png`), fullPage: true });
}
