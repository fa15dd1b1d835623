import { spawnSync } from 'node:child_process';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { unpackDebianPackages, unpackedLibraries } from '../stack/debian-packages.ts';
import { REPOSITORY } from '../stack/repository.ts';
import { StackError } from '../stack/stack-error.ts';

/** PostgreSQL's server together with psql and pg_basebackup, which the embedded one comes without. */
export type PostgresPrograms = { PATH: string; LD_LIBRARY_PATH: string };

const CACHE_FOLDER = path.join(REPOSITORY, '.cache/postgresql');
/** One of these is in any Debian or Ubuntu that is kept up; the scripts are the same for all. */
const VERSIONS = ['15', '17', '16', '18', '14'];

async function programsIn(folder: string, version: string): Promise<PostgresPrograms> {
  const bin = path.join(folder, `usr/lib/postgresql/${version}/bin`);
  return {
    PATH: [bin, process.env.PATH].join(path.delimiter),
    LD_LIBRARY_PATH: (await unpackedLibraries(folder)) ?? '',
  };
}

async function isUnpacked(version: string): Promise<boolean> {
  const env = { ...process.env, ...(await programsIn(path.join(CACHE_FOLDER, version), version)) };
  return ['postgres', 'pg_basebackup', 'psql'].every(
    (name) =>
      spawnSync(name, ['--version'], { env, encoding: 'utf8' }).stdout?.includes(` ${version}.`) ?? false,
  );
}

async function unpack(version: string): Promise<void> {
  const packages = {
    names: [`postgresql-${version}`, `postgresql-client-${version}`],
    librariesOf: `postgresql-${version}`,
  };
  await unpackDebianPackages(path.join(CACHE_FOLDER, version), packages, () => isUnpacked(version));
}

async function findVersion(): Promise<string> {
  for (const version of VERSIONS) if (await isUnpacked(version)) return version;
  let reason: unknown;
  for (const version of VERSIONS) {
    await unpack(version).catch((error: unknown) => {
      reason = error;
    });
    if (await isUnpacked(version)) return version;
  }
  throw new StackError("Debian's PostgreSQL could not be fetched.", { cause: reason });
}

/**
 * What finds Debian's PostgreSQL, unpacked into `.cache`. With `copyTo` it is copied there first, for a user who cannot
 * enter this repository.
 * @throws StackError where Debian's packages cannot be had.
 */
export async function findPostgresPrograms(copyTo?: string): Promise<PostgresPrograms> {
  const version = await findVersion();
  const folder = path.join(CACHE_FOLDER, version);
  if (copyTo) await cp(folder, copyTo, { recursive: true, verbatimSymlinks: true });
  return programsIn(copyTo ?? folder, version);
}
