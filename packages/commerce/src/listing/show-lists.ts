import { CATALOG_TAG, CATEGORIES_TAG } from '../catalog/cache-tags.ts';
import type { Deps } from '../deps.ts';
import { invalidate } from '../infra/cache/invalidate.ts';

/** After many listings or categories were written past `showChanges`: lists, searches and the tree follow at once. */
export async function showLists({ db, cache, signals }: Deps): Promise<void> {
  await invalidate(db.primary, [CATALOG_TAG, CATEGORIES_TAG]);
  signals.send('cache_invalidation');
  await cache.settle();
}
