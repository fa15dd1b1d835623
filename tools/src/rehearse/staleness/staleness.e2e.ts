import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import type { Verdict } from '../../checker/verdict.ts';
import type { Summary } from '../report/summary.ts';

const REHEARSE = path.join(import.meta.dirname, '../../rehearse.ts');
/** From which follows in what order its parts are broken. */
const SEED = '4';

type Report = { summary: Summary; verdict: Verdict };

/** Its own shop must be started as a person starts it: none of the test runner's variables reach it. */
function environment(dataDir: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TEST|NODE_OPTIONS|NODE_ENV)/.test(name),
  );
  return { ...Object.fromEntries(own), DATA_DIR: dataDir };
}

async function rehearse(...args: string[]): Promise<Report> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'holdfast-reads-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const env = environment(dataDir);
  await promisify(execFile)(process.execPath, [REHEARSE, ...args], { env });
  const [folder = ''] = await readdir(path.join(dataDir, 'rehearsals'));
  return JSON.parse(await readFile(path.join(dataDir, 'rehearsals', folder, 'report.json'), 'utf8'));
}

it('shows every change within a second, and to its session at once, while replica, cache and API are taken apart', async () => {
  const { summary, verdict } = await rehearse(
    'staleness',
    '--reads',
    '3000',
    '--changes',
    '60',
    '--seed',
    SEED,
  );
  expect(verdict.findings).toEqual([]);
  expect(verdict.examined.staleness).toBeGreaterThan(2_000);
  expect(verdict.examined.freshness).toBeGreaterThan(500);
  expect(summary.faults.length).toBeGreaterThanOrEqual(4);
}, 900_000);

it('shows a session what it has just changed while the replica is seconds behind', async () => {
  const { verdict } = await rehearse('behind', '--reads', '500', '--seed', SEED);
  expect(verdict.findings).toEqual([]);
  expect(verdict.examined.freshness).toBeGreaterThanOrEqual(500);
}, 900_000);
