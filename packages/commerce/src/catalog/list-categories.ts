import type { Category } from '@holdfast/shared/contracts/catalog';
import type { Deps } from '../deps.ts';
import type { CacheRead } from '../infra/cache/cache.ts';
import { categoryTitle } from './catalog-sql.ts';
import { CATEGORIES_TAG } from './cache-tags.ts';
import { openShelf } from './open-shelf.ts';

type CategoryRow = { id: string; parentId: string | null; handle: string; title: string };

/** The whole tree of categories, each level in its order. */
export async function listCategories(
  deps: Deps,
  input: { locale?: string | undefined },
): Promise<Category[]> {
  const shelf = await openShelf(deps, input);
  const wanted: CacheRead = {
    family: 'catalog.categories',
    key: shelf.locale,
    tags: [CATEGORIES_TAG],
    ttlSeconds: 300,
    minLsn: deps.position?.minLsn,
    trace: deps.trace,
  };
  return deps.cache.read(wanted, async ({ client }) => {
    const rows = await client.$queryRaw<CategoryRow[]>`
      SELECT id, parent_id AS "parentId", handle, ${categoryTitle(shelf)} AS title
      FROM category
      ORDER BY position, handle`;
    return childrenOf(
      null,
      Map.groupBy(rows, (row) => row.parentId),
    );
  });
}

function childrenOf(parentId: string | null, byParent: Map<string | null, CategoryRow[]>): Category[] {
  return (byParent.get(parentId) ?? []).map(({ id, handle, title }) => ({
    handle,
    title,
    children: childrenOf(id, byParent),
  }));
}
