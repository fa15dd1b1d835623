import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { unpackDebianPackages, unpackedLibraries } from './debian-packages.ts';
import { StackError } from './stack-error.ts';

/** A Redis server's program and the folder of libraries that it was unpacked with. */
export type RedisBinary = { file: string; libraryPath?: string | undefined };

function runs({ file, libraryPath }: RedisBinary): boolean {
  const env = { ...process.env, ...(libraryPath ? { LD_LIBRARY_PATH: libraryPath } : {}) };
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', env });
  const [, major = '0', minor = '0'] = /v=(\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  return status === 0 && Number(major) * 100 + Number(minor) >= 602;
}

const PACKAGES = { names: ['redis-server', 'redis-tools'], librariesOf: 'redis-tools' };

async function unpackedBinary(folder: string): Promise<RedisBinary | undefined> {
  const file = path.join(folder, 'usr/bin/redis-server');
  if (!existsSync(file)) return undefined;
  const binary = { file, libraryPath: await unpackedLibraries(folder) };
  return runs(binary) ? binary : undefined;
}

const INSTALL_COMMANDS: [family: RegExp, command: string][] = [
  [/debian|ubuntu/, 'sudo apt-get install -y redis-server'],
  [/fedora|rhel|centos/, 'sudo dnf install -y valkey'],
  [/arch/, 'sudo pacman -S valkey'],
  [/alpine/, 'sudo apk add redis'],
  [/suse/, 'sudo zypper install redis'],
];

async function howToInstall(): Promise<string> {
  if (process.platform === 'darwin') return 'brew install redis';
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const ids = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)/gm)].map((match) => match[1]).join(' ');
  const known = INSTALL_COMMANDS.find(([family]) => family.test(ids));
  return known?.[1] ?? 'the command with which your system installs Redis 6.2 or newer';
}

/**
 * A Redis (or Valkey) server of 6.2 or newer: the one on PATH, one unpacked before into `cacheFolder`,
 * or Debian's packages unpacked there now.
 * @throws StackError that says what to type on this system.
 */
export async function findRedisBinary(cacheFolder: string): Promise<RedisBinary> {
  const onPath = ['redis-server', 'valkey-server'].map((file) => ({ file })).find(runs);
  if (onPath) return onPath;
  const before = await unpackedBinary(cacheFolder);
  if (before) return before;
  let reason = '';
  try {
    await unpackDebianPackages(cacheFolder, PACKAGES, async () => Boolean(await unpackedBinary(cacheFolder)));
  } catch (error) {
    reason = (error as Error).message;
  }
  const unpacked = await unpackedBinary(cacheFolder);
  if (unpacked) return unpacked;
  throw new StackError(
    `No Redis server was found and none could be fetched. Type: ${await howToInstall()}\nor give two of your own: REDIS_URL=redis://... CACHE_REDIS_URL=redis://... npm start\n${reason}`.trimEnd(),
  );
}
