import type { Page } from 'playwright';
import { eventually } from '../client.ts';

/** On a busy machine. */
const WITHIN_MS = 30_000;
/** React marks what it has taken over. As text: there is no document where this is compiled. */
const IS_ALIVE = `Object.keys(document).some((key) => key.startsWith('__reactContainer'))`;

/** Opens a page and waits until its script runs: that of a kept page is asked for only when the page has loaded. */
export async function openAlive(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await eventually(
    () => page.evaluate(IS_ALIVE),
    (isAlive) => isAlive === true,
    WITHIN_MS,
  );
}
