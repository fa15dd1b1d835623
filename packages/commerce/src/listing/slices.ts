import { Prisma } from '@holdfast/db/prisma';
import type { Shelf } from '../catalog/catalog-sql.ts';

/** Positions that share a slice: 2 to the power of this. */
const SLICE_BITS = 18;
/** However positions are spread, a search never looks through more slices than these; what lies behind is in the last one. */
const LAST_SLICE = 31;

/**
 * The slice of the featured order that a position lies in, which rises with it. The terms of a listing tell its slice, so that a
 * search reads the index slice by slice, and no further than until it has found as much as is ranked.
 */
export function sliceOf(position: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`least(greatest(${position} >> ${SLICE_BITS}::integer, 0), ${LAST_SLICE}::integer)`;
}

/** For WITH RECURSIVE: `slice`, the slices in which the channel has goods in the currency, the first one first, each found by one look into the shelf. */
export function slicesOf({ channelId, currency }: Shelf): Prisma.Sql {
  const firstFrom = (condition: Prisma.Sql): Prisma.Sql => Prisma.sql`
    (SELECT ${sliceOf(Prisma.sql`position`)} FROM listing_place
     WHERE shelf_id = all_goods.id AND ${condition} ORDER BY position, product_id LIMIT 1)`;
  return Prisma.sql`
    all_goods AS MATERIALIZED (
      SELECT id FROM listing_shelf
      WHERE channel_id = ${channelId}::uuid AND currency = ${currency} AND category_id IS NULL
    ),
    slice_or_end(number) AS (
      SELECT ${firstFrom(Prisma.sql`true`)} FROM all_goods
      UNION ALL
      SELECT ${firstFrom(Prisma.sql`position >= (slice_or_end.number + 1)::bigint << ${SLICE_BITS}::integer`)}
      FROM slice_or_end, all_goods
      WHERE slice_or_end.number < ${LAST_SLICE}::integer
    ),
    slice AS (SELECT number FROM slice_or_end WHERE number IS NOT NULL)`;
}
