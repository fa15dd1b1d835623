import { findPresentChromium } from './browser/find-chromium.ts';

/** The doctor's finding on the browser of the tests, as JSON: tools/bootstrap.mjs puts it into the doctor's columns. */
const { found, failures } = await findPresentChromium();
const without = ['none here: npm test fetches one from npm', ...failures].join('; ');
const words = found ? `${found.name}, for the tests` : without;
console.log(JSON.stringify({ state: found ? 'ok' : 'note', thing: 'browser', words }));
