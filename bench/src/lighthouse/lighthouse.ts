import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { findChromium } from '@holdfast/e2e/find-chromium';

const LIGHTHOUSE = 'lighthouse@13.5.0';
const FOLDER = path.join(import.meta.dirname, '../../../.cache/lighthouse');
const PROGRAM = path.join(FOLDER, 'node_modules/lighthouse/cli/index.js');
const FLAGS = '--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage';
const LARGEST_REPORT = 64 * 1_024 * 1_024;

const run = promisify(execFile);

/** What is read of Lighthouse's report. */
export type Report = {
  lighthouseVersion: string;
  /** How fast the machine was: its throttling is four times slower than that. */
  environment: { benchmarkIndex: number };
  categories: Record<string, { score: number }>;
  audits: Record<string, { numericValue?: number }>;
};

/** Lighthouse weighs 170 MB, more than all of the shop, so it is fetched only by who measures. */
export async function installLighthouse(): Promise<void> {
  if (existsSync(PROGRAM)) return;
  await mkdir(FOLDER, { recursive: true });
  await run('npm', [
    'install',
    '--prefix',
    FOLDER,
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    LIGHTHOUSE,
  ]);
}

/** Measures one page as Lighthouse does by default: a phone, slow 4G and a slow processor, both simulated. */
export async function runLighthouse(url: string): Promise<Report> {
  const { executablePath, env } = await findChromium();
  const { stdout } = await run(
    process.execPath,
    [PROGRAM, url, '--quiet', '--output=json', `--chrome-flags=${FLAGS}`],
    { env: { ...process.env, ...env, CHROME_PATH: executablePath }, maxBuffer: LARGEST_REPORT },
  );
  return JSON.parse(stdout);
}
