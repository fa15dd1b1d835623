import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { findChromium } from '@holdfast/e2e/find-chromium';
import { buildBarePage, startBarePage } from './pages/bare-page.ts';
import { scriptBytes } from './pages/script-bytes.ts';

/**
 * Lighthouse (mobile preset, simulated throttling, median of RUNS) on home, category and product of a running shop, and
 * the script of each page beside that of a bare Next page built with the same Next.
 *
 *   npm run bench:pages
 */
const RUNS = 5;
const PAGES = { home: '/', category: '/c/rope', product: '/p/mooring-line' };
const LIGHTHOUSE = 'lighthouse@13.5.0';
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

const run = promisify(execFile);
const repository = path.join(import.meta.dirname, '../..');
const tools = path.join(repository, '.cache/lighthouse');
const dataDir = process.env.DATA_DIR ?? path.join(repository, '.data');
const { WEB_URL = 'http://localhost:3000' } = parseEnv(readFileSync(path.join(dataDir, 'local.env'), 'utf8'));

type Report = {
  categories: Record<string, { score: number }>;
  audits: Record<string, { numericValue?: number }>;
};

/** Lighthouse weighs more than all of the shop, so it is fetched only by who measures. */
async function installLighthouse(): Promise<string> {
  const program = path.join(tools, 'node_modules/lighthouse/cli/index.js');
  if (existsSync(program)) return program;
  await mkdir(tools, { recursive: true });
  await run('npm', ['install', '--prefix', tools, '--no-audit', '--no-fund', '--loglevel=error', LIGHTHOUSE]);
  return program;
}

async function measure(program: string, url: string): Promise<Report> {
  const { executablePath, env } = await findChromium();
  const flags = '--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage';
  const { stdout } = await run(
    process.execPath,
    [program, url, '--quiet', '--output=json', `--chrome-flags=${flags}`],
    { env: { ...process.env, ...env, CHROME_PATH: executablePath }, maxBuffer: 64 * 1_024 * 1_024 },
  );
  return JSON.parse(stdout);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function describe(reports: Report[]): string {
  const score = (name: string) =>
    Math.round(100 * median(reports.map(({ categories }) => categories[name]?.score ?? 0)));
  const value = (name: string) => median(reports.map(({ audits }) => audits[name]?.numericValue ?? 0));
  const scores = CATEGORIES.map((name) => `${name} ${score(name)}`).join(', ');
  const ms = (name: string) => `${Math.round(value(name))} ms`;
  return `${scores}; LCP ${ms('largest-contentful-paint')}, TBT ${ms('total-blocking-time')}, CLS ${value('cumulative-layout-shift').toFixed(3)}`;
}

const program = await installLighthouse();
const barePage = await startBarePage(await buildBarePage(repository));
const bare = await scriptBytes(`http://127.0.0.1:${barePage.port}/`);
await barePage.stop();
console.log(`bare Next page: ${(bare / 1_000).toFixed(1)} kB of gzipped script`);
for (const [name, address] of Object.entries(PAGES)) {
  const url = new URL(address, WEB_URL).href;
  const reports: Report[] = [];
  for (let index = 0; index < RUNS; index += 1) reports.push(await measure(program, url));
  const script = await scriptBytes(url);
  console.log(`${name.padEnd(9)} ${describe(reports)}; script +${((script - bare) / 1_000).toFixed(1)} kB`);
}
