import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright';
import { openAlive } from '../browser/open-alive.ts';

/** Bytes of all script that a page loads by itself, each file gzipped. */
export async function scriptBytes(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const sizes: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') sizes.push(response.body().then(gzippedBytes));
  });
  await openAlive(page, url);
  await page.waitForLoadState('networkidle');
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  await context.close();
  return bytes;
}

function gzippedBytes(script: Buffer): number {
  return gzipSync(script).byteLength;
}
