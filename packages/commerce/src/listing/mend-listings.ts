import type { Queryable } from '@holdfast/db/prisma';
import { retryConflicts } from '@holdfast/db/retry-conflicts';
import type { Deps } from '../deps.ts';
import { countWords } from './count-words.ts';
import { isNotListed, refreshListings } from './refresh-listings.ts';

/** Few enough that an order which needs one of their turns hardly waits. */
const BATCH = 100;
/** In one run: some hundred milliseconds of the database. */
const BATCHES = 10;

/**
 * Looks through the listings in rounds, some at a time, and mends what differs from what it is computed of: rows that were written by hand
 * or by processes of the release before, a locale that the channel has learnt. Products that have no listing yet come first. What was
 * mended is seen when the time of the cached lists is over.
 */
export async function mendListings({ db }: Pick<Deps, 'db'>): Promise<void> {
  for (let batch = 0; batch < BATCHES; batch += 1) {
    if (await retryConflicts(() => db.primary.$transaction(mendBatch))) return countWords({ db });
  }
}

/** @returns whether the round is over */
async function mendBatch(tx: Queryable): Promise<boolean> {
  const products = await tx.$queryRaw<{ id: string; isNew: boolean }[]>`
    (SELECT id, true AS "isNew" FROM product WHERE ${isNotListed} LIMIT ${BATCH})
    UNION ALL
    (SELECT id, false FROM product, listing_round WHERE after_product_id IS NULL OR id > after_product_id
     ORDER BY id LIMIT ${BATCH})`;
  await refreshListings(
    tx,
    products.map(({ id }) => id),
  );
  const looked = products.filter(({ isNew }) => !isNew);
  const last = looked.length < BATCH ? null : (looked.at(-1)?.id ?? null);
  await tx.$executeRaw`UPDATE listing_round SET after_product_id = ${last}::uuid`;
  return last === null;
}
