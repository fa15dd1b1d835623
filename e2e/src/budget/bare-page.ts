import { execFile, spawn } from 'node:child_process';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright';
import { freePort } from './free-port.ts';
import { scriptBytes } from './script-bytes.ts';
import { endsWithUs, type Served } from './served.ts';

const run = promisify(execFile);
const NEXT = 'node_modules/next/dist/bin/next';

/** Where the same page is that Next renders anew for each request; at `/` it was rendered when it was built. */
export const RENDERED_PAGE = '/rendered';

const PAGE = `import Link from 'next/link'; export default () => <Link href="/">Bare</Link>;`;
const FILES = {
  'package.json': '{ "private": true, "type": "module" }',
  'app/layout.js': `export default ({ children }) => <html><body>{children}</body></html>;`,
  'app/page.js': PAGE,
  [`app${RENDERED_PAGE}/page.js`]: `${PAGE} export const dynamic = 'force-dynamic';`,
};

/** What was built last: the files, and by which Next. */
const BUILT_FROM = 'built-from.json';

async function describeBuild(repository: string): Promise<string> {
  const next = path.join(repository, 'apps/web/node_modules/next/package.json');
  const { version } = JSON.parse(await readFile(next, 'utf8')) as { version: string };
  return JSON.stringify({ repository, version, FILES });
}

/** Builds a page that holds one Link with the shop's own Next, unless that is built already, and gives its folder. */
export async function buildBarePage(repository: string): Promise<string> {
  const folder = path.join(repository, '.cache/bare-next');
  const builtFrom = await describeBuild(repository);
  const before = await readFile(path.join(folder, BUILT_FROM), 'utf8').catch(() => undefined);
  if (before !== builtFrom) await build(folder, repository);
  await writeFile(path.join(folder, BUILT_FROM), builtFrom);
  return folder;
}

async function build(folder: string, repository: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const config = `export default { turbopack: { root: ${JSON.stringify(repository)} } };`;
  for (const [name, text] of Object.entries({ ...FILES, 'next.config.js': config })) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  await symlink(path.join(repository, 'apps/web/node_modules'), path.join(folder, 'node_modules'));
  await run(process.execPath, [path.join(folder, NEXT), 'build'], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production' },
  });
}

/** The bytes of its gzipped script. */
export async function barePageBytes(browser: Browser): Promise<number> {
  const page = await startBarePage(await buildBarePage(path.join(import.meta.dirname, '../../..')));
  try {
    return await scriptBytes(browser, `http://127.0.0.1:${page.port}/`);
  } finally {
    await page.stop();
  }
}

/** Serves what was built. */
export async function startBarePage(folder: string): Promise<Served> {
  const port = await freePort();
  const args = [path.join(folder, NEXT), 'start', '-p', String(port), '-H', '127.0.0.1'];
  const server = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const stop = endsWithUs(server);
  await untilReady(server);
  return { port, pid: server.pid ?? 0, stop };
}

async function untilReady(server: ReturnType<typeof spawn>): Promise<void> {
  for await (const chunk of server.stdout ?? []) if (String(chunk).includes('Ready')) return;
  throw new Error('the bare page did not start');
}
