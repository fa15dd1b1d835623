import { Prisma, type Queryable } from '@holdfast/db/prisma';
import { soldProducts, WANTED_LISTINGS } from './listed-products.ts';

/**
 * Writes anew what lists and searches show of these products, in the caller's transaction: call it last there, after what
 * changed them. Rows that are right already are left alone; what is not for sale loses its rows. Holds the products' turns
 * until the commit, so that of two writers of one product the second sees what the first has written, and both end in one order.
 */
export async function refreshListings(tx: Queryable, productIds: string[]): Promise<void> {
  if (productIds.length === 0) return;
  // A statement of its own: the next one's snapshot is then younger than the commit of whoever had a turn before.
  await takeTurns(tx, productIds);
  await makeShelves(tx, productIds);
  await writeListings(tx, productIds);
  await writePlaces(tx, productIds);
}

/** In the order of ids, so that nobody waits in a circle. Products that are gone have none. */
async function takeTurns(tx: Queryable, productIds: string[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO listing_turn (product_id)
    SELECT id FROM product WHERE id = ANY(${productIds}::uuid[]) ORDER BY id
    ON CONFLICT (product_id) DO UPDATE SET refreshed_at = now()`;
}

async function makeShelves(tx: Queryable, productIds: string[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO listing_shelf (channel_id, currency, category_id)
    SELECT * FROM (
      SELECT DISTINCT price.channel_id, price.currency, filed.category_id
      FROM variant
      JOIN variant_price AS price ON price.variant_id = variant.id
      CROSS JOIN LATERAL (
        SELECT NULL::uuid UNION ALL SELECT category_id FROM product_category WHERE product_id = variant.product_id
      ) AS filed (category_id)
      WHERE variant.product_id = ANY(${productIds}::uuid[])
    ) AS needed
    WHERE NOT EXISTS (
      SELECT FROM listing_shelf
      WHERE channel_id = needed.channel_id AND currency = needed.currency
        AND category_id IS NOT DISTINCT FROM needed.category_id)
    ORDER BY channel_id, currency, category_id
    ON CONFLICT DO NOTHING`;
}

/** With the words that are new to the shop, in their order for the sake of those who bring the same ones. */
async function writeListings(tx: Queryable, productIds: string[]): Promise<void> {
  await tx.$executeRaw`
    WITH ${soldProducts(productIds)}, ${WANTED_LISTINGS},
    gone AS (
      DELETE FROM listing
      WHERE product_id = ANY(${productIds}::uuid[]) AND NOT EXISTS (
        SELECT FROM wanted_listing AS wanted
        WHERE (wanted.product_id, wanted.channel_id, wanted.locale) = (listing.product_id, listing.channel_id, listing.locale))
    ),
    known AS (
      INSERT INTO listing_word (locale, word)
      SELECT DISTINCT locale, found_by FROM marked
      WHERE NOT EXISTS (SELECT FROM listing_word WHERE locale = marked.locale AND word = marked.found_by)
      ORDER BY locale, found_by
      ON CONFLICT DO NOTHING
    )
    INSERT INTO listing (product_id, channel_id, locale, handle, title, image_url, image_alt, position, category_ids, offers, words)
    SELECT product_id, channel_id, locale, handle, title, image_url, image_alt, position, category_ids, offers, words
    FROM wanted_listing AS wanted
    WHERE NOT EXISTS (
      SELECT FROM listing
      WHERE (listing.product_id, listing.channel_id, listing.locale) = (wanted.product_id, wanted.channel_id, wanted.locale)
        AND ${listingValues('listing')} IS NOT DISTINCT FROM ${listingValues('wanted')})
    ON CONFLICT (product_id, channel_id, locale) DO UPDATE
      SET (handle, title, image_url, image_alt, position, category_ids, offers, words) = ${listingValues('excluded')}`;
}

function listingValues(of: 'listing' | 'wanted' | 'excluded'): Prisma.Sql {
  const names = 'handle title image_url image_alt position category_ids offers words'.split(' ');
  return Prisma.raw(`ROW(${names.map((name) => `${of}.${name}`).join(', ')})`);
}

async function writePlaces(tx: Queryable, productIds: string[]): Promise<void> {
  await tx.$executeRaw`
    WITH ${soldProducts(productIds)},
    wanted AS MATERIALIZED (
      SELECT sold.id AS product_id, shelf.id AS shelf_id, sold.position, sold.published_at, offer.amount
      FROM sold
      JOIN offer ON offer.product_id = sold.id AND offer.channel_id = sold.channel_id
      JOIN listing_shelf AS shelf
        ON (shelf.channel_id, shelf.currency) = (offer.channel_id, offer.currency) AND shelf.category_id IS NULL
      UNION ALL
      SELECT sold.id, shelf.id, sold.position, sold.published_at, offer.amount
      FROM sold
      CROSS JOIN LATERAL unnest(sold.category_ids) AS filed (category_id)
      JOIN offer ON offer.product_id = sold.id AND offer.channel_id = sold.channel_id
      JOIN listing_shelf AS shelf
        ON (shelf.channel_id, shelf.currency, shelf.category_id) = (offer.channel_id, offer.currency, filed.category_id)
    ),
    gone AS (
      DELETE FROM listing_place
      WHERE product_id = ANY(${productIds}::uuid[]) AND NOT EXISTS (
        SELECT FROM wanted
        WHERE (wanted.product_id, wanted.shelf_id) = (listing_place.product_id, listing_place.shelf_id))
    )
    INSERT INTO listing_place (product_id, shelf_id, position, published_at, amount)
    SELECT product_id, shelf_id, position, published_at, amount FROM wanted
    WHERE NOT EXISTS (
      SELECT FROM listing_place AS place
      WHERE (place.product_id, place.shelf_id, place.position, place.published_at, place.amount)
        = (wanted.product_id, wanted.shelf_id, wanted.position, wanted.published_at, wanted.amount))
    ON CONFLICT (product_id, shelf_id) DO UPDATE
      SET position = excluded.position, published_at = excluded.published_at, amount = excluded.amount`;
}
