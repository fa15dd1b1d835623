import type { Deps } from '../deps.ts';

/** The tag of all that is cached of one product alone. */
export function productTag(handle: string): string {
  return `product:${handle}`;
}

/** Carried by whatever shows several products: lists and searches. */
export const CATALOG_TAG = 'catalog';
export const CATEGORIES_TAG = 'categories';

/**
 * Drops what is cached of products, by handle, and with them every list; nothing when there are none. Call it
 * after the commit that changed their texts, prices or availability, and await it before answering;
 * `categories` when the tree changed too. The caller's position is then behind the change.
 */
export async function dropProducts(
  deps: Pick<Deps, 'cache' | 'position'>,
  handles: string[],
  changed: { categories?: boolean } = {},
): Promise<void> {
  const products = [...new Set(handles)].map(productTag);
  const lsn = await deps.cache.drop([
    ...products,
    ...(products.length > 0 ? [CATALOG_TAG] : []),
    ...(changed.categories ? [CATEGORIES_TAG] : []),
  ]);
  if (lsn !== null) deps.position?.wrote(lsn);
}
