import { Prisma, type Queryable } from '@holdfast/db/prisma';
import {
  LISTING_COLUMNS,
  makeShelves,
  NEW_WORDS,
  PLACE_COLUMNS,
  soldProducts,
  WANTED_LISTINGS,
  WANTED_PLACES,
} from './listed-products.ts';

/**
 * Writes anew what lists and searches show of these products, in the caller's transaction: call it last there, after what
 * changed them. Rows that are right already are left alone; what is not for sale loses its rows. Holds the products' turns
 * until the commit, so that of two writers of one product the second sees what the first has written, and both end in one order.
 */
export async function refreshListings(tx: Queryable, productIds: string[]): Promise<void> {
  if (productIds.length === 0) return;
  // A statement of its own: the next one's snapshot is then younger than the commit of whoever had a turn before.
  await takeTurns(tx, productIds);
  await tx.$executeRaw(makeShelves(productIds));
  await writeRows(tx, productIds);
}

/** A condition on `product`: it was never listed, or by the release before, which writes no terms. */
export const isNotListed = Prisma.sql`
  NOT EXISTS (SELECT FROM listing_turn WHERE product_id = product.id AND terms_at = refreshed_at)`;

/** The same as a value and not as a join, for who goes through all products by batches: a join would read all turns for each of them. */
export const isNextNotListed = Prisma.sql`
  (SELECT terms_at = refreshed_at FROM listing_turn WHERE product_id = product.id) IS NOT TRUE`;

/** In the order of ids, so that nobody waits in a circle. Products that are gone have none. */
async function takeTurns(tx: Queryable, productIds: string[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO listing_turn (product_id, terms_at)
    SELECT id, now() FROM product WHERE id = ANY(${productIds}::uuid[]) ORDER BY id
    ON CONFLICT (product_id) DO UPDATE SET refreshed_at = now(), terms_at = now()`;
}

async function writeRows(tx: Queryable, productIds: string[]): Promise<void> {
  await tx.$executeRaw`
    WITH ${soldProducts(productIds)}, ${WANTED_LISTINGS}, ${WANTED_PLACES},
    gone_listing AS (
      DELETE FROM listing
      WHERE product_id = ANY(${productIds}::uuid[]) AND NOT EXISTS (
        SELECT FROM wanted_listing AS wanted
        WHERE (wanted.product_id, wanted.channel_id, wanted.locale) = (listing.product_id, listing.channel_id, listing.locale))
    ),
    gone_place AS (
      DELETE FROM listing_place
      WHERE product_id = ANY(${productIds}::uuid[]) AND NOT EXISTS (
        SELECT FROM wanted_place AS wanted
        WHERE (wanted.product_id, wanted.shelf_id) = (listing_place.product_id, listing_place.shelf_id))
    ),
    ${NEW_WORDS},
    written_listing AS (
      INSERT INTO listing (${LISTING_COLUMNS})
      SELECT ${LISTING_COLUMNS}
      FROM wanted_listing AS wanted
      WHERE NOT EXISTS (
        SELECT FROM listing
        WHERE (listing.product_id, listing.channel_id, listing.locale) = (wanted.product_id, wanted.channel_id, wanted.locale)
          AND ${listingValues('listing')} IS NOT DISTINCT FROM ${listingValues('wanted')})
      ON CONFLICT (product_id, channel_id, locale) DO UPDATE
        SET (handle, title, image_url, image_alt, position, category_ids, offers, terms) = ${listingValues('excluded')}
    )
    INSERT INTO listing_place (${PLACE_COLUMNS})
    SELECT ${PLACE_COLUMNS} FROM wanted_place AS wanted
    WHERE NOT EXISTS (
      SELECT FROM listing_place AS place
      WHERE place.product_id = wanted.product_id AND place.shelf_id = wanted.shelf_id
        AND ROW(place.position, place.published_at, place.amount) IS NOT DISTINCT FROM ROW(wanted.position, wanted.published_at, wanted.amount))
    ON CONFLICT (product_id, shelf_id) DO UPDATE
      SET position = excluded.position, published_at = excluded.published_at, amount = excluded.amount`;
}

function listingValues(of: 'listing' | 'wanted' | 'excluded'): Prisma.Sql {
  const names = 'handle title image_url image_alt position category_ids offers terms'.split(' ');
  return Prisma.raw(`ROW(${names.map((name) => `${of}.${name}`).join(', ')})`);
}
