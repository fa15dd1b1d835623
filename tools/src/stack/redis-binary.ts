import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { runToEnd } from './process.ts';
import { StackError } from './stack-error.ts';

/** A Redis server's program and the folder of libraries that it was unpacked with. */
export type RedisBinary = { file: string; libraryPath?: string | undefined };

function runs({ file, libraryPath }: RedisBinary): boolean {
  const env = { ...process.env, ...(libraryPath ? { LD_LIBRARY_PATH: libraryPath } : {}) };
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', env });
  const [, major = '0', minor = '0'] = /v=(\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  return status === 0 && Number(major) * 100 + Number(minor) >= 602;
}

/** Debian keeps libraries in a folder named for the architecture. */
async function unpackedBinary(folder: string): Promise<RedisBinary | undefined> {
  const libraries = path.join(folder, 'usr/lib');
  const names = await readdir(libraries).catch(() => []);
  const triplet = names.find((name) => name.endsWith('-linux-gnu') || name.includes('-linux-gnueabi'));
  const file = path.join(folder, 'usr/bin/redis-server');
  if (!existsSync(file)) return undefined;
  const binary = { file, libraryPath: triplet ? path.join(libraries, triplet) : undefined };
  return runs(binary) ? binary : undefined;
}

function apt(program: 'apt-get' | 'apt-cache', args: string[], cwd: string): Promise<string> {
  return runToEnd({ file: program, args, cwd, env: { ...process.env, LC_ALL: 'C' } });
}

/** Libraries that the package needs and that this system has not installed. */
async function missingLibraries(options: string[], cwd: string): Promise<string[]> {
  const text = await apt('apt-cache', [...options, 'depends', '--important', 'redis-tools'], cwd);
  const names = [...text.matchAll(/^ {2}(?:Pre)?Depends: (lib\S+)$/gm)].map((match) => match[1] ?? '');
  return names.filter((name) => {
    const { stdout } = spawnSync('dpkg-query', ['-W', '-f', `\${db:Status-Status}`, name], {
      encoding: 'utf8',
    });
    return stdout !== 'installed';
  });
}

async function downloadPackages(options: string[], cwd: string): Promise<void> {
  const packages = ['redis-server', 'redis-tools', ...(await missingLibraries(options, cwd))];
  await apt('apt-get', [...options, 'download', ...packages], cwd);
}

/**
 * Unpacks Debian's Redis below `folder`; nothing is installed and no right is needed. When the system's
 * package lists are absent or old, lists of our own are fetched.
 */
async function unpackDebianPackages(folder: string): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true });
  // Of its own name: a start and a test run may both come here at once in a fresh clone.
  const unfinished = await mkdtemp(`${folder}-`);
  const lists = path.join(unfinished, 'lists');
  await mkdir(path.join(lists, 'partial'), { recursive: true });
  const asMe = ['-o', 'APT::Sandbox::User=root'];
  await downloadPackages(asMe, unfinished).catch(async () => {
    const ownLists = [...asMe, '-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${unfinished}/cache`];
    await mkdir(path.join(unfinished, 'cache/archives/partial'), { recursive: true });
    await apt('apt-get', [...ownLists, 'update'], unfinished);
    await downloadPackages(ownLists, unfinished);
  });
  const files = (await readdir(unfinished)).filter((name) => name.endsWith('.deb'));
  for (const file of files) await unpackPackage(path.join(unfinished, file), unfinished);
  for (const file of files) await rm(path.join(unfinished, file));
  await rm(lists, { recursive: true, force: true });
  await rm(path.join(unfinished, 'cache'), { recursive: true, force: true });
  await chmod(unfinished, 0o755);
  if (!(await unpackedBinary(folder))) await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true }));
}

async function unpackPackage(file: string, into: string): Promise<void> {
  await runToEnd({ file: 'dpkg', args: ['-x', file, into], cwd: into, env: process.env });
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
    await unpackDebianPackages(cacheFolder);
  } catch (error) {
    reason = (error as Error).message;
  }
  const unpacked = await unpackedBinary(cacheFolder);
  if (unpacked) return unpacked;
  throw new StackError(
    `No Redis server was found and none could be fetched. Type: ${await howToInstall()}\nor give two of your own: REDIS_URL=redis://... CACHE_REDIS_URL=redis://... npm start\n${reason}`.trimEnd(),
  );
}
