import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright';
import { scriptBytes } from './script-bytes.ts';

const run = promisify(execFile);

const FILES = {
  'package.json': '{ "private": true, "type": "module" }',
  'app/layout.js': `export default ({ children }) => <html><body>{children}</body></html>;`,
  'app/page.js': `import Link from 'next/link'; export default () => <Link href="/">Bare</Link>;`,
};

const repository = path.join(import.meta.dirname, '../../..');

/** Builds a page that holds one Link with the shop's own Next, and gives the bytes of its gzipped script. */
export async function barePageBytes(browser: Browser): Promise<number> {
  const folder = path.join(repository, '.cache/bare-next');
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, 'app'), { recursive: true });
  const config = `export default { turbopack: { root: ${JSON.stringify(repository)} } };`;
  for (const [name, text] of Object.entries({ ...FILES, 'next.config.js': config })) {
    await writeFile(path.join(folder, name), text);
  }
  await symlink(path.join(repository, 'apps/web/node_modules'), path.join(folder, 'node_modules'));
  const next = path.join(folder, 'node_modules/next/dist/bin/next');
  await run(process.execPath, [next, 'build'], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const port = await freePort();
  const server = spawn(process.execPath, [next, 'start', '-p', String(port), '-H', '127.0.0.1'], {
    cwd: folder,
  });
  try {
    await untilReady(server);
    return await scriptBytes(browser, `http://127.0.0.1:${port}/`);
  } finally {
    server.kill();
    await once(server, 'exit');
  }
}

async function untilReady(server: ReturnType<typeof spawn>): Promise<void> {
  for await (const chunk of server.stdout ?? []) if (String(chunk).includes('Ready')) return;
  throw new Error('the bare page did not start');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (!address || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
