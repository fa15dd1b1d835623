import type { Queryable } from '@holdfast/db/prisma';
import { CATALOG_TAG, CATEGORIES_TAG, productTag } from '../catalog/cache-tags.ts';
import { invalidate } from '../infra/cache/invalidate.ts';

/**
 * Makes what shoppers see follow a change of products, by handle: of their texts, prices or availability; `categories` when
 * the tree changed too. Call it in the transaction of the change, and `tellChanges` after its commit.
 */
export async function showChanges(
  tx: Queryable,
  handles: string[],
  changed: { categories?: boolean } = {},
): Promise<void> {
  const products = [...new Set(handles)].map(productTag);
  const tags = [
    ...products,
    ...(products.length > 0 ? [CATALOG_TAG] : []),
    ...(changed.categories ? [CATEGORIES_TAG] : []),
  ];
  if (tags.length > 0) await invalidate(tx, tags);
}
