import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Chromium } from './start-chromium.ts';

const run = promisify(execFile);
export const CACHE = path.join(import.meta.dirname, '../../../.cache/chromium');
/** Chromium inside an npm package, with the libraries that it needs: for machines that have none. */
const PACKAGE = '@sparticuz/chromium@153.0.0';

/** The package unpacks the browser's libraries where it believes to be on the cloud host that it was made for. */
const UNPACK = `
  const { default: chromium } = await import('@sparticuz/chromium');
  const executablePath = await chromium.executablePath();
  const { LD_LIBRARY_PATH = '' } = process.env;
  console.log(JSON.stringify({ executablePath, env: { LD_LIBRARY_PATH } }));
`;

/** Whether the browser of npm was fetched into the folder before. */
export function isFetched(cache: string): boolean {
  return existsSync(path.join(cache, 'node_modules/@sparticuz/chromium/package.json'));
}

/** The browser that npm has, fetched into the folder unless it is there. */
export async function fetchFromNpm(cache: string): Promise<Chromium> {
  const temporary = path.join(cache, 'unpacked');
  await mkdir(temporary, { recursive: true });
  if (!isFetched(cache)) {
    await run('npm', ['install', '--prefix', cache, '--no-audit', '--no-fund', '--loglevel=error', PACKAGE]);
  }
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', UNPACK], {
    cwd: cache,
    env: { ...process.env, TMPDIR: temporary, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
  });
  const { executablePath, env } = JSON.parse(stdout) as Chromium;
  return { executablePath, env: { ...env, FONTCONFIG_FILE: await configureFonts(cache, temporary) } };
}

/**
 * The package's own configuration looks for its fonts below /tmp. Without any font this Chromium ends, now and then, when
 * a page shows its text before its own fonts are there.
 */
async function configureFonts(cache: string, unpacked: string): Promise<string> {
  const file = path.join(cache, 'fonts.conf');
  const inXml = (folder: string) => folder.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  await writeFile(
    file,
    `<fontconfig>
  <dir>${inXml(path.join(unpacked, 'fonts'))}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${inXml(path.join(cache, 'fonts-cache'))}</cachedir>
</fontconfig>
`,
  );
  return file;
}
