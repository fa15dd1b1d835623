import { retryConflicts } from '@holdfast/db/retry-conflicts';
import type { Deps } from '../deps.ts';
import { countWords } from './count-words.ts';
import { refreshListings } from './refresh-listings.ts';

/** `done` of `total` products; what is added meanwhile may take it past the total. */
export type RebuildProgress = { done: number; total: number };

type RebuildOptions = {
  /** Only what has never been written: after a migration, or an import that broke off. */
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
  return db.primary.product.count({ where: onlyMissing ? { listingTurn: null } : {} });
}

async function nextProducts(
  { db }: Deps,
  { onlyMissing = false }: RebuildOptions,
  after?: string,
): Promise<string[]> {
  const products = await db.primary.product.findMany({
    where: { ...(after && { id: { gt: after } }), ...(onlyMissing && { listingTurn: null }) },
    orderBy: { id: 'asc' },
    take: BATCH,
    select: { id: true },
  });
  return products.map(({ id }) => id);
}
