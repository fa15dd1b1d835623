import { globSync } from 'node:fs';
import { cp, mkdir, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type newDockerignore from '@balena/dockerignore';

// Its types take it for an ES module, which it is not.
const dockerignore = createRequire(import.meta.url)('@balena/dockerignore') as typeof newDockerignore.default;

/** Whether a path of the build context, absolute, may be copied. */
export type Accepts = (file: string) => boolean;

/** What `.dockerignore` of a build context leaves in it. */
export async function readDockerignore(context: string): Promise<Accepts> {
  const lines = await readFile(path.join(context, '.dockerignore'), 'utf8');
  const ignored = dockerignore().add(lines.split('\n'));
  return (file) => file === context || !ignored.ignores(path.relative(context, file));
}

type CopyRequest = {
  /** What the sources are relative to, and cannot leave: a build context or another stage's files. */
  root: string;
  sources: string[];
  /** Absolute; with a slash at its end a folder. */
  target: string;
  accepts?: Accepts;
};

/**
 * Copies as COPY does: of a folder what is in it, a file into a folder or as the target itself.
 * @throws Error when a source is not there.
 */
export async function copyFiles({ root, sources, target, accepts = () => true }: CopyRequest): Promise<void> {
  for (const source of sources) {
    const files = globSync(path.join(root, source)).filter(accepts);
    if (files.length === 0) throw new Error(`COPY finds nothing at ${source}.`);
    for (const file of files) await copyOne(file, { target, accepts });
  }
}

async function copyOne(file: string, { target, accepts }: { target: string; accepts: Accepts }) {
  const keepsItsName = target.endsWith('/') && !(await stat(file)).isDirectory();
  const to = keepsItsName ? path.join(target, path.basename(file)) : target;
  await mkdir(path.dirname(to), { recursive: true });
  await cp(file, to, { recursive: true, verbatimSymlinks: true, filter: accepts });
}
