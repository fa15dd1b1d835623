import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright';

/** A browser, and what its process needs in its environment. */
export type Chromium = { executablePath: string; env: Record<string, string> };

const run = promisify(execFile);
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const CACHE = path.join(import.meta.dirname, '../../../.cache/chromium');
/** Chromium inside an npm package, with the libraries that it needs: for machines that have none. */
const PACKAGE = '@sparticuz/chromium@153.0.0';

/**
 * The first of: CHROMIUM_PATH, Playwright's own download, a Chromium or Chrome on PATH, and the one that npm has,
 * fetched into `.cache` at the first need.
 */
export async function findChromium(): Promise<Chromium> {
  const given = process.env.CHROMIUM_PATH;
  if (given) return { executablePath: given, env: {} };
  const downloaded = chromium.executablePath();
  if (existsSync(downloaded)) return { executablePath: downloaded, env: {} };
  const installed = await findOnPath();
  return installed ? { executablePath: installed, env: {} } : fetchFromNpm();
}

async function findOnPath(): Promise<string | undefined> {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin'].filter(Boolean);
  for (const file of folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)))) {
    const isExecutable = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isExecutable) return file;
  }
  return undefined;
}

/** The package unpacks the browser's libraries where it believes to be on the cloud host that it was made for. */
const UNPACK = `
  const { default: chromium } = await import('@sparticuz/chromium');
  const executablePath = await chromium.executablePath();
  const { LD_LIBRARY_PATH = '', FONTCONFIG_PATH = '' } = process.env;
  console.log(JSON.stringify({ executablePath, env: { LD_LIBRARY_PATH, FONTCONFIG_PATH } }));
`;

async function fetchFromNpm(): Promise<Chromium> {
  const temporary = path.join(CACHE, 'unpacked');
  await mkdir(temporary, { recursive: true });
  if (!existsSync(path.join(CACHE, 'node_modules/@sparticuz/chromium'))) {
    await run('npm', ['install', '--prefix', CACHE, '--no-audit', '--no-fund', '--loglevel=error', PACKAGE]);
  }
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', UNPACK], {
    cwd: CACHE,
    env: { ...process.env, TMPDIR: temporary, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
  });
  return JSON.parse(stdout);
}
