import { Prisma } from '@holdfast/db/prisma';
import type { CatalogSort } from '@holdfast/shared/contracts/catalog';
import { type Shelf, wantedCategories } from '../catalog/catalog-sql.ts';
import type { Position } from '../catalog/page-cursor.ts';

type SortSql = {
  key: Prisma.Sql;
  direction: Prisma.Sql;
  /** The number of a key, as a cursor holds it. */
  number: (key: Prisma.Sql) => Prisma.Sql;
  after: (last: Position) => Prisma.Sql;
};

const ASCENDING = Prisma.sql`ASC`;
const DESCENDING = Prisma.sql`DESC`;
const POSITION = Prisma.sql`position`;
const AMOUNT = Prisma.sql`amount`;
const asNumber = (key: Prisma.Sql): Prisma.Sql => Prisma.sql`${key}::float8`;

/** Each order ends with the id, so that it is total and a page begins exactly where the last one ended. */
const SORTS: Record<CatalogSort, SortSql> = {
  featured: {
    key: POSITION,
    direction: ASCENDING,
    number: asNumber,
    after: ({ key, id }) => Prisma.sql`(position, product_id) > (${asPosition(key)}::integer, ${id}::uuid)`,
  },
  newest: {
    key: Prisma.sql`published_at`,
    direction: DESCENDING,
    number: (key) => Prisma.sql`(extract(epoch FROM ${key}) * 1000)::float8`,
    after: ({ key, id }) => Prisma.sql`(published_at, product_id)
      < (timestamptz 'epoch' + ${key}::bigint * interval '1 millisecond', ${id}::uuid)`,
  },
  price_asc: {
    key: AMOUNT,
    direction: ASCENDING,
    number: asNumber,
    after: ({ key, id }) => Prisma.sql`(amount, product_id) > (${key}::bigint, ${id}::uuid)`,
  },
  price_desc: {
    key: AMOUNT,
    direction: DESCENDING,
    number: asNumber,
    after: ({ key, id }) => Prisma.sql`(amount, product_id) < (${key}::bigint, ${id}::uuid)`,
  },
};

/** A forged key may be no position; what lies beyond them all is where it points to. */
export function asPosition(key: number): number {
  return Math.max(-2_147_483_648, Math.min(2_147_483_647, key));
}

/**
 * For WITH RECURSIVE: `wanted_shelf`, the channel's goods in the currency, or those of the categories and of all that lie
 * below them.
 */
export function wantedShelves(shelf: Shelf, categories: string[] | undefined): Prisma.Sql {
  return Prisma.sql`
    ${wantedCategories(categories ?? [])},
    wanted_shelf AS (
      SELECT id FROM listing_shelf
      WHERE channel_id = ${shelf.channelId}::uuid AND currency = ${shelf.currency}
        AND ${categories ? Prisma.sql`category_id IN (SELECT id FROM wanted_category)` : Prisma.sql`category_id IS NULL`}
    )`;
}

type Range = { sort: CatalogSort; after: Position | null; limit: number };

/**
 * The first places of `wanted_shelf` after a position, as `product_id` and `key`: from each shelf as many as are wanted at all,
 * each by the sort's index, so that it never matters how many there are.
 */
export function placesAfter({ sort, after, limit }: Range): Prisma.Sql {
  const { key, direction, after: isAfter } = SORTS[sort];
  return Prisma.sql`
    SELECT DISTINCT place.key, place.product_id
    FROM wanted_shelf
    CROSS JOIN LATERAL (
      SELECT product_id, ${key} AS key FROM listing_place
      WHERE shelf_id = wanted_shelf.id AND ${after ? isAfter(after) : Prisma.sql`true`}
      ORDER BY ${key} ${direction}, product_id ${direction}
      LIMIT ${limit}
    ) AS place
    ORDER BY place.key ${direction}, place.product_id ${direction}
    LIMIT ${limit}`;
}

/** The order of `place` again, where it was joined to something. */
export function placeOrder(sort: CatalogSort): Prisma.Sql {
  const { direction } = SORTS[sort];
  return Prisma.sql`place.key ${direction}, place.product_id ${direction}`;
}

/** The key of `place` as a cursor holds it. */
export function placeNumber(sort: CatalogSort): Prisma.Sql {
  return SORTS[sort].number(Prisma.sql`place.key`);
}
