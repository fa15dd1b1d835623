import path from 'node:path';

/** Folders of this repository, absolute. */
export const REPOSITORY = path.resolve(import.meta.dirname, '../../..');
export const DB_PACKAGE = path.join(REPOSITORY, 'packages/db');
export const REDIS_CACHE_FOLDER = path.join(REPOSITORY, '.cache/redis');

/** PATH on which `node` is the Node that runs us: Prisma's schema engine is started by its first line. */
export const PATH_WITH_OUR_NODE = [path.dirname(process.execPath), process.env.PATH].join(path.delimiter);
