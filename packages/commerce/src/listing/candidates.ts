import { Prisma } from '@holdfast/db/prisma';
import type { Availability } from '@holdfast/shared/contracts/catalog';
import type { Shelf } from '../catalog/catalog-sql.ts';
import type { Position } from '../catalog/page-cursor.ts';
import { rankOf } from './availability-rank.ts';
import type { SearchWord } from './find-words.ts';
import { isListingOf } from './listing-item.ts';
import { asPosition, wantedShelves } from './places.ts';
import { slicesOf } from './slices.ts';
import { categoryMark, EACH_SLICE, type WordQueries, wordQueries } from './word-queries.ts';

/** As many matches as are ranked and counted: what lies beyond is "1,000 and more", and costs nothing. */
export const MOST_CANDIDATES = 1_000;
/** Title matches come before all others where more may match than are ranked; what is expected is a guess, so well below that. */
const MANY_EXPECTED = MOST_CANDIDATES / 4;

type Search = { shelf: Shelf; words: SearchWord[] };
export type Narrowing = { categories?: string[] | undefined; availabilities?: Availability[] | undefined };

/**
 * Rows of `product_id`, `key`, `rank` (of availability) and `category_ids`: what matches every word, MOST_CANDIDATES at most. The
 * highest key is the best match: relevance first, then availability, then the featured order.
 */
export function wordCandidates(search: Search, narrowing: Narrowing): Prisma.Sql {
  const queries = search.words.map((word) => wordQueries(word, search.shelf.locale));
  const scan = (by: Scan['by'], most: number): Prisma.Sql =>
    scanWords(search.shelf, { by, queries, narrowing, most });
  if (expectedMatches(search.words) < MANY_EXPECTED) return scan('any', MOST_CANDIDATES);
  // Of twice as many, those that are in titles as well taken away, enough are left.
  return Prisma.sql`
    WITH in_title AS MATERIALIZED (${scan('title', MOST_CANDIDATES)})
    SELECT * FROM in_title
    UNION ALL
    (SELECT * FROM (${scan('any', 2 * MOST_CANDIDATES)}) AS any_match
     WHERE (SELECT count(*) FROM in_title) < ${MOST_CANDIDATES}
       AND NOT EXISTS (SELECT FROM in_title WHERE in_title.product_id = any_match.product_id)
     LIMIT ${MOST_CANDIDATES} - (SELECT count(*) FROM in_title))`;
}

/** As if each word stood in products without regard to the others. */
function expectedMatches(words: SearchWord[]): number {
  const products = words[0]?.products ?? 0;
  return words.reduce((matches, { documents }) => matches * (documents / Math.max(1, products)), products);
}

/** `by`: which query of each word has to match. */
type Scan = { by: 'any' | 'title'; queries: WordQueries[]; narrowing: Narrowing; most: number };

/**
 * Slice by slice of the featured order, until there are enough: of more matches than are ranked it is the first ones. Within a slice
 * the index gives them in no order of rank. Each word is a condition of its own: as one query they would be compared as a whole
 * with all that any of them finds, as conditions the index leaps over what the other has not. OFFSET 0: what it gives is computed once.
 */
function scanWords(shelf: Shelf, { by, queries, narrowing, most }: Scan): Prisma.Sql {
  const asked = queries.flatMap((query, index) =>
    Object.entries(query).map(([name, text]) => inSlice(text, `${name}_${index}`)),
  );
  const matches = queries.map((_, index) => Prisma.raw(`terms @@ ${by}_${index}`));
  if (narrowing.categories) {
    asked.push(filedIn(shelf));
    matches.push(Prisma.sql`terms @@ filed_in`);
  }
  const points = Prisma.join(
    queries.map((_, index) => wordPoints(index)),
    ' + ',
  );
  return Prisma.sql`
    WITH RECURSIVE ${slicesOf(shelf)}
    SELECT product_id, ${rankKey(points)} AS key, rank, category_ids
    FROM slice
    CROSS JOIN LATERAL (SELECT ${Prisma.join(asked)} OFFSET 0) AS asked
    CROSS JOIN LATERAL (
      SELECT product_id, terms, position, category_ids, (offers -> ${shelf.currency} ->> 2)::integer AS rank
      FROM listing
      WHERE ${Prisma.join(matches, ' AND ')}
        AND channel_id = ${shelf.channelId}::uuid AND locale = ${shelf.locale}
      OFFSET 0
    ) AS match
    WHERE ${isAvailable(narrowing)}
    LIMIT ${most}`;
}

/** A column of `asked`: the query of the slice at hand. */
function inSlice(query: string, name: string): Prisma.Sql {
  return Prisma.sql`replace(${query}, ${EACH_SLICE}, slice.number::text)::tsquery AS ${Prisma.raw(name)}`;
}

/** The same of the categories that are wanted. */
function filedIn({ locale }: Shelf): Prisma.Sql {
  return Prisma.sql`
    (SELECT replace(string_agg(quote_literal(${categoryMark(locale)} || id), ' | '), ${EACH_SLICE}, slice.number::text)::tsquery
     FROM wanted_category) AS filed_in`;
}

function isAvailable({ availabilities }: Narrowing): Prisma.Sql {
  if (!availabilities) return Prisma.sql`rank IS NOT NULL`;
  return Prisma.sql`rank = ANY(${availabilities.map(rankOf)}::integer[])`;
}

/** A word counts most at the title's beginning, less elsewhere in it, less when it is only begun or meant there, least in vendor, tags or category. */
function wordPoints(index: number): Prisma.Sql {
  return Prisma.raw(`
    CASE WHEN terms @@ first_${index} THEN 400 WHEN terms @@ title_${index} THEN 300
         WHEN terms @@ near_${index} THEN 200 WHEN terms @@ elsewhere_${index} THEN 150 ELSE 100 END`);
}

/** One integer that is exact as a double: points, then availability, then the place that was given to it. */
function rankKey(points: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`((${points})::bigint * 4 + 4 - rank) * 4294967296 + 2147483647 - position`;
}

/** The same of everything, in featured order, after a position of it: read along the shelf until there are enough. */
export function shelfCandidates(
  shelf: Shelf,
  narrowing: Narrowing,
  { after, limit }: { after: Position | null; limit: number } = { after: null, limit: MOST_CANDIDATES },
): Prisma.Sql {
  return Prisma.sql`
    WITH RECURSIVE ${wantedShelves(shelf, narrowing.categories)}
    SELECT DISTINCT ON (match.key, match.product_id) match.product_id, match.key, match.rank, match.category_ids
    FROM wanted_shelf
    CROSS JOIN LATERAL (
      SELECT place.product_id, -place.position::bigint AS key, offered.rank, listing.category_ids
      FROM listing_place AS place
      JOIN listing ON ${isListingOf(Prisma.sql`place.product_id`, shelf)}
      CROSS JOIN LATERAL (SELECT (listing.offers -> ${shelf.currency} ->> 2)::integer AS rank) AS offered
      WHERE place.shelf_id = wanted_shelf.id AND ${isAvailable(narrowing)}
        AND ${after ? Prisma.sql`(place.position, place.product_id) > (${asPosition(-after.key)}::integer, ${after.id}::uuid)` : Prisma.sql`true`}
      ORDER BY place.position, place.product_id
      LIMIT ${limit}
    ) AS match
    ORDER BY match.key DESC, match.product_id
    LIMIT ${limit}`;
}
