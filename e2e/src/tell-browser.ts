import { findPresentChromium } from './browser/find-chromium.ts';

/** The doctor's line on the browser of the tests, in the columns of tools/src/doctor/finding.ts. */
const { found, failures } = await findPresentChromium();
const without = ['none here: npm test fetches one from npm', ...failures].join('; ');
const words = found ? `${found.name}, for the tests` : without;
console.log(`  ${(found ? 'ok' : 'note').padEnd(7)}${'browser'.padEnd(14)}${words}`);
