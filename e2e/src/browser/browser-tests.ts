import { describe as anyDescribe, it as anyIt } from 'vitest';
import { whyNoBrowser } from './why-no-browser.ts';

const missing = await whyNoBrowser();
if (missing) console.warn(`The browser tests are skipped. ${missing}`);

/** `describe` and `it` of tests that need a browser. */
export const describe: ReturnType<typeof anyDescribe.skipIf> = anyDescribe.skipIf(missing);
export const it: ReturnType<typeof anyIt.skipIf> = anyIt.skipIf(missing);
