import { Prisma, type Queryable } from '@holdfast/db/prisma';
import type { CatalogListInput, CatalogPage } from '@holdfast/shared/contracts/catalog';
import type { Deps } from '../deps.ts';
import { isListingOf, itemColumns, type ItemRow, toItem } from '../listing/listing-item.ts';
import { placeNumber, placeOrder, placesAfter, wantedShelves } from '../listing/places.ts';
import type { Shelf } from './catalog-sql.ts';
import { CATALOG_TAG } from './cache-tags.ts';
import { openShelf } from './open-shelf.ts';
import { cutPage, decodeCursor, type Position } from './page-cursor.ts';

type ListQuery = { shelf: Shelf; input: CatalogListInput; after: Position | null };

/**
 * A page of what is for sale, with the lowest price of each product and the best availability. A category holds
 * what lies below it too; an unknown one holds nothing. What has no price in the currency is not for sale in it.
 * @throws DomainError VALIDATION (a currency that is not sold in, a cursor that is not of this list)
 */
export async function listProducts(deps: Deps, input: CatalogListInput): Promise<CatalogPage> {
  const shelf = await openShelf(deps, input);
  const after = decodeCursor(input.sort, input.cursor);
  const key = JSON.stringify([shelf.locale, shelf.currency, input.category, input.sort, input.limit, after]);
  return deps.cache.read(
    {
      family: 'catalog.list',
      key,
      tags: [CATALOG_TAG],
      ttlSeconds: 30,
      minLsn: deps.position?.minLsn,
      trace: deps.trace,
    },
    ({ client }) => readPage(client, { shelf, input, after }),
  );
}

async function readPage(client: Queryable, { shelf, input, after }: ListQuery): Promise<CatalogPage> {
  const { category, sort, limit } = input;
  const rows = await client.$queryRaw<ItemRow[]>`
    WITH RECURSIVE ${wantedShelves(shelf, category ? [category] : undefined)},
    place AS MATERIALIZED (${placesAfter({ sort, after, limit: limit + 1 })})
    SELECT ${placeNumber(sort)} AS key, ${itemColumns(shelf)}
    FROM place JOIN listing ON ${isListingOf(Prisma.sql`place.product_id`, shelf)}
    ORDER BY ${placeOrder(sort)}`;
  const page = cutPage(rows, { order: sort, limit });
  return { items: page.rows.map((row) => toItem(row, shelf)), nextCursor: page.nextCursor };
}
