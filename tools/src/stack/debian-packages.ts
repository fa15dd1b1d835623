import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { runToEnd } from './process.ts';

/** What is to be had of Debian: packages, and of which of them the libraries that this system lacks. */
export type DebianPackages = { names: string[]; librariesOf: string };

function apt(program: 'apt-get' | 'apt-cache', args: string[], cwd: string): Promise<string> {
  return runToEnd({ file: program, args, cwd, env: { ...process.env, LC_ALL: 'C' } });
}

async function missingLibraries(options: string[], of: string, cwd: string): Promise<string[]> {
  const text = await apt('apt-cache', [...options, 'depends', '--important', of], cwd);
  const names = [...text.matchAll(/^ {2}(?:Pre)?Depends: (lib(?!js-)\S+)$/gm)].map((match) => match[1] ?? '');
  return names.filter((name) => {
    const { stdout } = spawnSync('dpkg-query', ['-W', '-f', `\${db:Status-Status}`, name], {
      encoding: 'utf8',
    });
    return stdout !== 'installed';
  });
}

async function download(options: string[], { names, librariesOf }: DebianPackages, cwd: string) {
  const libraries = await missingLibraries(options, librariesOf, cwd);
  await apt('apt-get', [...options, 'download', ...names, ...libraries], cwd);
}

/**
 * Unpacks packages of Debian (or of what is made from it) below `folder`; nothing is installed and no right is
 * needed. When the system's package lists are absent or old, lists of our own are fetched. `isComplete` is asked
 * whether what stands in `folder`, perhaps of another process that did the same, will do.
 * @throws StackError in apt's words where there is no apt, no network or no such package.
 */
export async function unpackDebianPackages(
  folder: string,
  packages: DebianPackages,
  isComplete: () => Promise<boolean>,
): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true });
  // Of its own name: a start and a test run may both come here at once in a fresh clone.
  const unfinished = await mkdtemp(`${folder}-`);
  const lists = path.join(unfinished, 'lists');
  await mkdir(path.join(lists, 'partial'), { recursive: true });
  const asMe = ['-o', 'APT::Sandbox::User=root'];
  try {
    await download(asMe, packages, unfinished).catch(async () => {
      const ownLists = [...asMe, '-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${unfinished}/cache`];
      await mkdir(path.join(unfinished, 'cache/archives/partial'), { recursive: true });
      await apt('apt-get', [...ownLists, 'update'], unfinished);
      await download(ownLists, packages, unfinished);
    });
    const files = (await readdir(unfinished)).filter((name) => name.endsWith('.deb'));
    for (const file of files) await unpackPackage(path.join(unfinished, file), unfinished);
    for (const file of files) await rm(path.join(unfinished, file));
    await rm(lists, { recursive: true, force: true });
    await rm(path.join(unfinished, 'cache'), { recursive: true, force: true });
    await chmod(unfinished, 0o755);
    if (!(await isComplete())) await rm(folder, { recursive: true, force: true });
    await rename(unfinished, folder).catch(() => {});
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function unpackPackage(file: string, into: string): Promise<void> {
  await runToEnd({ file: 'dpkg', args: ['-x', file, into], cwd: into, env: process.env });
}

/** Where unpacked libraries are, for LD_LIBRARY_PATH: Debian keeps them in a folder named for the architecture. */
export async function unpackedLibraries(folder: string): Promise<string | undefined> {
  const libraries = path.join(folder, 'usr/lib');
  const names = await readdir(libraries).catch(() => []);
  const triplet = names.find((name) => name.endsWith('-linux-gnu') || name.includes('-linux-gnueabi'));
  return triplet ? path.join(libraries, triplet) : undefined;
}
