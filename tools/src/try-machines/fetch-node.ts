import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { runToEnd } from '../stack/process.ts';
import { REPOSITORY } from '../stack/repository.ts';

/** The newest Node of a major version, from npm; kept in `.cache`, and gives its file. */
export async function fetchNode(major: number): Promise<string> {
  const folder = path.join(REPOSITORY, `.cache/try-machines/node-${major}`);
  const file = path.join(folder, 'node_modules/node/bin/node');
  await mkdir(folder, { recursive: true });
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  await runToEnd({
    file: 'npm',
    args: ['install', '--prefix', folder, ...quiet, `node@${major}`],
    cwd: folder,
    env: process.env,
  });
  if (!existsSync(file)) throw new Error(`npm has installed node@${major}, but there is no ${file}`);
  return file;
}
