import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { CACHE, fetchFromNpm, isFetched } from './browser/npm-chromium.ts';

const IS_ROOT = process.getuid?.() === 0;
const WHY_NO_BROWSER = path.join(import.meta.dirname, 'browser/why-no-browser.ts');

/** A machine where nothing is on PATH but what stands in `bin`, and nothing was downloaded. */
async function bareMachine(): Promise<{ bin: string; cache: string }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-e2e-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const machine = { bin: path.join(folder, 'bin'), cache: path.join(folder, 'cache') };
  await mkdir(machine.bin);
  return machine;
}

/** What becomes of the browser tests there: they fail or are skipped with the reason, or they run. */
async function ask(machine: { bin: string; cache: string }, env: Record<string, string> = {}) {
  const code = `
    import { whyNoBrowser } from ${JSON.stringify(WHY_NO_BROWSER)};
    const answer = await whyNoBrowser(${JSON.stringify(machine.cache)}).then(
      (skipped) => (skipped ? { skipped } : { runs: true }),
      ({ message }) => ({ fails: message }));
    console.log(JSON.stringify(answer));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], {
    env: { PATH: machine.bin, HOME: machine.cache, PLAYWRIGHT_BROWSERS_PATH: machine.cache, ...env },
  });
  return JSON.parse(stdout) as { skipped?: string; fails?: string; runs?: true };
}

it('without any browser the browser tests fail as root and in CI, and are skipped for an ordinary user', async () => {
  const machine = await bareMachine();
  const words = expect.stringMatching(/^No browser can be had here: the one of npm cannot be had[^\n]*\.$/);
  expect(await ask(machine)).toEqual(IS_ROOT ? { fails: words } : { skipped: words });
  expect(await ask(machine, { CI: '1' })).toEqual({ fails: words });
});

it('a browser that is there and does not start is passed over', async () => {
  const machine = await bareMachine();
  await writeFile(path.join(machine.bin, 'chromium'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const { fails } = await ask(machine, { CI: '1' });
  expect(fails).toMatch(/bin\/chromium does not start \(.*\); the one of npm cannot be had/);
});

it('a CHROMIUM_PATH that does not start is a failure for everybody, and no other is taken', async () => {
  const machine = await bareMachine();
  const { fails } = await ask(machine, { CHROMIUM_PATH: path.join(machine.bin, 'nothing') });
  expect(fails).toMatch(/^No browser can be had here: CHROMIUM_PATH does not start \([^;]*\)\.$/);
});

it.runIf(isFetched(CACHE))('the browser of npm is told of the fonts that came with it', async () => {
  const { env } = await fetchFromNpm(CACHE);
  const configuration = await readFile(env.FONTCONFIG_FILE ?? '', 'utf8');
  const [, folder = ''] = /<dir>(.*)<\/dir>/.exec(configuration) ?? [];
  expect(await readdir(folder, { recursive: true })).toContainEqual(expect.stringMatching(/\.ttf$/));
});
