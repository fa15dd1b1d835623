import { findChromium } from './find-chromium.ts';

/**
 * Why this machine goes without its browser tests; undefined when they run. Only an ordinary user may, who cannot
 * install what a browser needs.
 * @throws Error as root or in CI, where the lack of a browser is a failure, and for a CHROMIUM_PATH that is wrong.
 */
export async function whyNoBrowser(cache?: string): Promise<string | undefined> {
  try {
    await findChromium(cache);
    return undefined;
  } catch (error) {
    const { CI, CHROMIUM_PATH } = process.env;
    if (process.getuid?.() === 0 || CI || CHROMIUM_PATH) throw error;
    return (error as Error).message;
  }
}
