import type { Browser } from 'playwright';
import { findChromium } from './find-chromium.ts';
import { startChromium } from './start-chromium.ts';

/** A real Chromium without a window. */
export async function launchBrowser(): Promise<Browser> {
  return startChromium(await findChromium());
}
