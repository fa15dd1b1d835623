import path from 'node:path';

/** Folders of this repository, absolute. */
export const REPOSITORY = path.resolve(import.meta.dirname, '../../..');
export const WEB_APP = path.join(REPOSITORY, 'apps/web');
export const DB_PACKAGE = path.join(REPOSITORY, 'packages/db');
export const REDIS_CACHE_FOLDER = path.join(REPOSITORY, '.cache/redis');

/** PATH on which `node` is the Node that runs us: Prisma's schema engine is started by its first line. */
export const PATH_WITH_OUR_NODE = [path.dirname(process.execPath), process.env.PATH].join(path.delimiter);

/** How Node runs a program of a package: what was built of it, or with `reload` its source, again on each change. */
export function programArguments(folder: string, program: string, reload: boolean): string[] {
  if (!reload) return [path.join(REPOSITORY, folder, `dist/${program}.js`)];
  return ['--watch', '--watch-preserve-output', ...sourceArguments(folder, program)];
}

/** The same for its source, once. */
export function sourceArguments(folder: string, program: string): string[] {
  return ['--conditions=@holdfast/source', path.join(REPOSITORY, folder, `src/${program}.ts`)];
}
