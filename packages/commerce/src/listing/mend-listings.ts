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
 * or by processes of the release before, a locale that the channel has learnt. Products that have none, or one of the release before, come first. What was
 * mended is seen when the time of the cached lists is over.
 */
export async function mendListings({ db }: Pick<Deps, 'db'>): Promise<void> {
  let looked = await mendBatch(db, { alsoUnlisted: true });
  for (let batch = 1; batch < BATCHES && !looked.isOver; batch += 1) {
    // That there are none is asked once: it takes a look at all products.
    looked = await mendBatch(db, { alsoUnlisted: looked.unlisted > 0 });
  }
  if (looked.isOver) await countWords({ db });
}

/** `unlisted`: how many had no listing, or one of the release before; `isOver`: the round is. */
type Looked = { unlisted: number; isOver: boolean };

function mendBatch({ primary }: Deps['db'], options: { alsoUnlisted: boolean }): Promise<Looked> {
  return retryConflicts(() => primary.$transaction((tx) => mendProducts(tx, options)));
}

async function mendProducts(tx: Queryable, { alsoUnlisted }: { alsoUnlisted: boolean }): Promise<Looked> {
  const products = await tx.$queryRaw<{ id: string; isUnlisted: boolean }[]>`
    (SELECT id, true AS "isUnlisted" FROM product WHERE ${alsoUnlisted} AND ${isNotListed} LIMIT ${BATCH})
    UNION ALL
    (SELECT id, false FROM product, listing_round WHERE after_product_id IS NULL OR id > after_product_id
     ORDER BY id LIMIT ${BATCH})`;
  await refreshListings(
    tx,
    products.map(({ id }) => id),
  );
  const inTurn = products.filter(({ isUnlisted }) => !isUnlisted);
  const last = inTurn.length < BATCH ? null : (inTurn.at(-1)?.id ?? null);
  await tx.$executeRaw`UPDATE listing_round SET after_product_id = ${last}::uuid`;
  return { unlisted: products.length - inTurn.length, isOver: last === null };
}
