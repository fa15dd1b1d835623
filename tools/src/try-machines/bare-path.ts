import { access, constants, mkdir, readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { REPOSITORY } from '../stack/repository.ts';

/** What a fresh machine does not have. */
const LACKING =
  /^(redis-|valkey-|pg_|chromium|google-chrome|pnpm|docker)|^(postgres|postmaster|psql|initdb|createdb|nginx|corepack|yarn|sudo)$/;

const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

function isOurs(folder: string): boolean {
  return folder.startsWith(REPOSITORY) || folder.includes('node_modules');
}

/** Folders in which this machine's own programs are: without those that npm and we have put before them. */
function machineFolders(): string[] {
  const onPath = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder && !isOurs(folder));
  return [...new Set([...onPath, ...SYSTEM_FOLDERS])];
}

/** The Node that this machine has of its own, whatever Node runs us. */
export async function machineNode(): Promise<string> {
  for (const folder of machineFolders()) {
    const file = path.join(folder, 'node');
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return process.execPath;
}

/**
 * Fills `folder` with links to what this machine has and a fresh one has too, and `node` as told. As PATH it is
 * the machine without all else.
 */
export async function makeBarePath(folder: string, { node, lacks }: { node: string; lacks: string[] }) {
  await mkdir(folder, { recursive: true });
  const links = new Map([['node', node]]);
  for (const from of machineFolders()) {
    const names = await readdir(from).catch(() => []);
    for (const name of names) {
      if (LACKING.test(name) || lacks.includes(name) || links.has(name)) continue;
      links.set(name, path.join(from, name));
    }
  }
  await Promise.all([...links].map(([name, target]) => symlink(target, path.join(folder, name))));
}
