import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { unpackDebianPackages, unpackedLibraries } from './debian-packages.ts';
import { howToInstallRedis } from './how-to-install.ts';
import { StackError } from './stack-error.ts';

/** A Redis server's program, the folder of libraries that it was unpacked with, and its version. */
export type RedisBinary = { file: string; libraryPath?: string | undefined; version: string };

const PACKAGES = { names: ['redis-server', 'redis-tools'], librariesOf: 'redis-tools' };

/** The program as a server that will do; undefined when it does not run or is older than 6.2. */
function tryBinary(file: string, libraryPath?: string): RedisBinary | undefined {
  const env = { ...process.env, ...(libraryPath ? { LD_LIBRARY_PATH: libraryPath } : {}) };
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', env });
  const [, version = '', major, minor] = /v=((\d+)\.(\d+)\S*)/.exec(stdout ?? '') ?? [];
  const isNewEnough = Number(major) * 100 + Number(minor) >= 602;
  return status === 0 && isNewEnough ? { file, libraryPath, version } : undefined;
}

/** A Redis (or Valkey) server of 6.2 or newer that is here already: on PATH, or unpacked before into `cacheFolder`. */
export async function findPresentRedis(cacheFolder: string): Promise<RedisBinary | undefined> {
  const onPath = tryBinary('redis-server') ?? tryBinary('valkey-server');
  return onPath ?? unpackedBinary(cacheFolder);
}

async function unpackedBinary(folder: string): Promise<RedisBinary | undefined> {
  const file = path.join(folder, 'usr/bin/redis-server');
  return existsSync(file) ? tryBinary(file, await unpackedLibraries(folder)) : undefined;
}

/** Where it is written why Redis could not be fetched: apt's own words, which are of no use to most. */
export function redisFetchLog(cacheFolder: string): string {
  return `${cacheFolder}-fetch.log`;
}

async function fetchRedis(folder: string): Promise<RedisBinary | undefined> {
  try {
    await unpackDebianPackages(folder, PACKAGES, async () => Boolean(await unpackedBinary(folder)));
  } catch (error) {
    await mkdir(path.dirname(folder), { recursive: true });
    await writeFile(redisFetchLog(folder), `${(error as Error).message}\n`);
  }
  return unpackedBinary(folder);
}

/**
 * A Redis (or Valkey) server of 6.2 or newer: one that is here, or Debian's packages unpacked into `cacheFolder` now.
 * @throws StackError that says what to type on this system.
 */
export async function findRedisBinary(cacheFolder: string): Promise<RedisBinary> {
  const found = (await findPresentRedis(cacheFolder)) ?? (await fetchRedis(cacheFolder));
  if (found) return found;
  throw new StackError(
    `There is no Redis here and none could be fetched: type "${await howToInstallRedis()}" and start again (npm run doctor tells more).`,
  );
}
