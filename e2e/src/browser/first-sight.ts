import type { Page } from 'playwright';
import { expect } from 'vitest';
import { openAlive } from './open-alive.ts';

/** React tells tools of itself when its code runs. As text: there is no document where this is compiled. */
const WATCH_REACT = `window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
  supportsFiber: true,
  inject: () => {
    window.reactAt ??= performance.now();
    return 1;
  },
  onCommitFiberRoot() {},
  onCommitFiberUnmount() {},
  onPostCommitFiberRoot() {},
};`;

const SCRIPTS = '[...document.scripts].filter(({ src, noModule }) => src && !noModule).map(({ src }) => src)';

const SEEN = `performance.getEntriesByName('first-contentful-paint')`;
export const IS_PAINTED = `${SEEN}.length > 0`;
const IS_OVER = `${IS_PAINTED} && window.reactAt !== undefined`;
const FIRST_SIGHT = `({ seenAt: ${SEEN}[0].startTime, reactAt: window.reactAt })`;

const PICTURE = `document.querySelector('img[fetchpriority="high"]').currentSrc`;
const SCRIPT_SIGHT = `({
  pictureAt: performance.getEntriesByName(${PICTURE})[0].responseEnd,
  seenAt: ${SEEN}[0].startTime,
  askedAt: Math.min(...performance.getEntriesByType('resource')
    .filter(({ name }) => name.endsWith('.js')).map(({ startTime }) => startTime)),
})`;

/** Opens a page and waits until its script runs: when its picture was there, when it was seen, and when its script was asked for (ms). */
export async function openUntilAlive(
  page: Page,
  url: string,
): Promise<{ pictureAt: number; seenAt: number; askedAt: number }> {
  await openAlive(page, url);
  await expect.poll(() => page.evaluate(IS_PAINTED)).toBe(true);
  return page.evaluate(SCRIPT_SIGHT);
}

/** Opens a page whose styles come after all of its script: when it is seen, and when React's code runs (ms). */
export async function openStyledLast(page: Page, url: string): Promise<{ seenAt: number; reactAt: number }> {
  const arrived = new Set<string>();
  page.on('requestfinished', (request) => arrived.add(request.url()));
  const scripts = Promise.withResolvers<void>();
  await page.route('**/*.css', async (route) => {
    await scripts.promise;
    await route.continue();
  });
  await page.addInitScript(WATCH_REACT);
  await page.goto(url, { waitUntil: 'commit' });
  await expect
    .poll(async () => {
      const asked: string[] = await page.evaluate(SCRIPTS);
      return asked.length > 0 && asked.every((src) => arrived.has(src));
    })
    .toBe(true);
  scripts.resolve();
  await expect.poll(() => page.evaluate(IS_OVER)).toBe(true);
  return page.evaluate(FIRST_SIGHT);
}
