import { Prisma, type Queryable } from '@holdfast/db/prisma';
import type { CatalogListInput, CatalogPage, CatalogSort } from '@holdfast/shared/contracts/catalog';
import type { Deps } from '../deps.ts';
import {
  cheapestOffer,
  type ItemRow,
  isInWantedCategory,
  productAvailability,
  productImage,
  productTitle,
  type Shelf,
  toItem,
  wantedCategories,
} from './catalog-sql.ts';
import { CATALOG_TAG } from './cache-tags.ts';
import { openShelf } from './open-shelf.ts';
import { cutPage, decodeCursor, type Position } from './page-cursor.ts';

type ListQuery = { shelf: Shelf; input: CatalogListInput; after: Position | null };

const ID = Prisma.sql`product.id`;

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
  const sort = SORTS[input.sort];
  const rows = await client.$queryRaw<ItemRow[]>`
    WITH RECURSIVE ${wantedCategories(input.category ? [input.category] : [])},
    page AS MATERIALIZED (
      SELECT product.id, product.handle, (${sort.key})::float8 AS key, offer.amount, offer.compare_at,
             row_number() OVER (ORDER BY ${sort.order}) AS place
      FROM product
      CROSS JOIN LATERAL (${cheapestOffer(shelf, ID)}) AS offer
      WHERE product.status = 'active'
        AND ${input.category ? isInWantedCategory(ID) : Prisma.sql`true`}
        AND ${after ? sort.after(after) : Prisma.sql`true`}
      ORDER BY ${sort.order}
      LIMIT ${input.limit + 1}
    )
    SELECT product.id, product.key, product.handle, product.amount::float8 AS amount,
           product.compare_at::float8 AS "compareAt",
           ${productTitle(shelf, ID)} AS title,
           ${productImage(ID)} AS image,
           ${productAvailability(shelf, ID)} AS availability
    FROM page AS product
    ORDER BY product.place`;
  const page = cutPage(rows, { order: input.sort, limit: input.limit });
  return { items: page.rows.map((row) => toItem(row, shelf)), nextCursor: page.nextCursor };
}

type SortSql = { key: Prisma.Sql; order: Prisma.Sql; after: (last: Position) => Prisma.Sql };

const PUBLISHED_MS = Prisma.sql`extract(epoch FROM product.published_at) * 1000`;

/** Each order ends with the id, so that it is total and a page begins exactly where the last one ended. */
const SORTS: Record<CatalogSort, SortSql> = {
  featured: {
    key: Prisma.sql`product.position`,
    order: Prisma.sql`product.position, product.id`,
    after: ({ key, id }) => Prisma.sql`(product.position, product.id) > (${key}::bigint, ${id}::uuid)`,
  },
  newest: {
    key: PUBLISHED_MS,
    order: Prisma.sql`product.published_at DESC, product.id DESC`,
    after: ({ key, id }) => Prisma.sql`(product.published_at, product.id)
      < (timestamptz 'epoch' + ${key}::bigint * interval '1 millisecond', ${id}::uuid)`,
  },
  price_asc: {
    key: Prisma.sql`offer.amount`,
    order: Prisma.sql`offer.amount, product.id`,
    after: ({ key, id }) => Prisma.sql`(offer.amount, product.id) > (${key}::bigint, ${id}::uuid)`,
  },
  price_desc: {
    key: Prisma.sql`offer.amount`,
    order: Prisma.sql`offer.amount DESC, product.id DESC`,
    after: ({ key, id }) => Prisma.sql`(offer.amount, product.id) < (${key}::bigint, ${id}::uuid)`,
  },
};
