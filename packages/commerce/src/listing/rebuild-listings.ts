import { Prisma } from '@holdfast/db/prisma';
import { retryConflicts } from '@holdfast/db/retry-conflicts';
import type { Deps } from '../deps.ts';
import { countWords } from './count-words.ts';
import { isNextNotListed, isNotListed, refreshListings } from './refresh-listings.ts';

/** `done` of `total` products; what is added meanwhile may take it past the total. */
export type RebuildProgress = { done: number; total: number };

type RebuildOptions = {
  /** Only what was never listed, or by another release: after a migration, an update, or an import that broke off. */
  onlyMissing?: boolean;
  onProgress?: (progress: RebuildProgress) => void;
  signal?: AbortSignal;
};

/** Few enough that an order which needs one of their turns hardly waits. */
const BATCH = 100;

/**
 * Writes the listings of all products anew, batch by batch, each in a transaction of its own, while the shop goes on selling.
 * Right ones are left alone, so that it may be begun again at any time. Gives how many products it looked at.
 */
export async function rebuildListings(deps: Deps, options: RebuildOptions = {}): Promise<number> {
  const total = await countProducts(deps, options);
  if (total === 0) return 0;
  let done = 0;
  for (let ids = await nextProducts(deps, options); ids.length > 0; ) {
    if (options.signal?.aborted) return done;
    const batch = ids;
    await retryConflicts(() => deps.db.primary.$transaction((tx) => refreshListings(tx, batch)));
    done += batch.length;
    options.onProgress?.({ done, total });
    ids = await nextProducts(deps, options, batch.at(-1));
  }
  if (done > 0) await countWords(deps);
  return done;
}

async function countProducts({ db }: Deps, { onlyMissing = false }: RebuildOptions): Promise<number> {
  const [row] = await db.primary.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM product WHERE ${onlyMissing ? isNotListed : Prisma.sql`true`}`;
  return row?.count ?? 0;
}

async function nextProducts(
  { db }: Deps,
  { onlyMissing = false }: RebuildOptions,
  after?: string,
): Promise<string[]> {
  const products = await db.primary.$queryRaw<{ id: string }[]>`
    SELECT id FROM product
    WHERE ${after ? Prisma.sql`id > ${after}::uuid` : Prisma.sql`true`}
      AND ${onlyMissing ? isNextNotListed : Prisma.sql`true`}
    ORDER BY id LIMIT ${BATCH}`;
  return products.map(({ id }) => id);
}
