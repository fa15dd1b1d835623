import { Prisma } from '@holdfast/db/prisma';
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
 * The statements, one after the other, that list products which the same transaction has made. What `refreshListings` writes of
 * them, without asking what was there before and without waiting for a turn: nobody else has seen them yet.
 */
export function newListings(productIds: string[]): Prisma.Sql[] {
  return [makeShelves(productIds), insertRows(productIds)];
}

/** Shelf by shelf, as all but one of the indexes have them. */
function insertRows(productIds: string[]): Prisma.Sql {
  return Prisma.sql`
    WITH ${soldProducts(productIds)}, ${WANTED_LISTINGS}, ${WANTED_PLACES}, ${NEW_WORDS},
    turn AS (
      INSERT INTO listing_turn (product_id, terms_at) SELECT unnest(${productIds}::uuid[]), now()
    ),
    new_listing AS (
      INSERT INTO listing (${LISTING_COLUMNS}) SELECT ${LISTING_COLUMNS} FROM wanted_listing
    )
    INSERT INTO listing_place (${PLACE_COLUMNS}) SELECT ${PLACE_COLUMNS} FROM wanted_place ORDER BY shelf_id, position`;
}
