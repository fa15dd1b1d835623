import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import type { Run } from '../report/report.ts';

const REHEARSE = path.join(import.meta.dirname, '../../rehearse.ts');
/** Under it the primary is killed and falls silent, both Redis are emptied and the provider is stopped for a while. */
const SEED = '6';

/** Its own shop must be started as a person starts it: none of the test runner's variables reach it. */
function environment(dataDir: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TEST|NODE_OPTIONS|NODE_ENV)/.test(name),
  );
  return { ...Object.fromEntries(own), DATA_DIR: dataDir };
}

async function rehearse(...args: string[]): Promise<{ stdout: string; runs: [Run] }> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'holdfast-chaos-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const env = environment(dataDir);
  const { stdout } = await promisify(execFile)(process.execPath, [REHEARSE, 'chaos', ...args], { env });
  const [folder = ''] = await readdir(path.join(dataDir, 'rehearsals'));
  const file = path.join(dataDir, 'rehearsals', folder, 'report.json');
  return { stdout, ...JSON.parse(await readFile(file, 'utf8')) };
}

it('keeps every promise while its parts are killed, paused, emptied and cut off', async () => {
  const { stdout, runs } = await rehearse('--seed', SEED, '--seconds', '12');
  const [{ summary, verdict }] = runs;
  expect(verdict.findings).toEqual([]);
  expect(Object.values(verdict.examined).every((count) => count > 0)).toBe(true);
  expect(summary.faults.length).toBeGreaterThanOrEqual(3);
  expect(summary.orders.placed).toBeGreaterThan(10);
  expect(stdout).toContain(`--seed ${SEED}`);
}, 300_000);
