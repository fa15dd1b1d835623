import { Prisma, type Queryable } from '@holdfast/db/prisma';
import type { CatalogSearch, CatalogSearchInput } from '@holdfast/shared/contracts/catalog';
import { type Shelf, wantedCategories } from '../catalog/catalog-sql.ts';
import { cutPage, type Position } from '../catalog/page-cursor.ts';
import { MOST_CANDIDATES, type Narrowing, shelfCandidates, wordCandidates } from './candidates.ts';
import { categoryFacet, type FacetRow, availabilityFacet } from './facets.ts';
import { findMeant, findWords, type SearchWord } from './find-words.ts';
import { isListingOf, type ItemRow, itemColumns, toItem } from './listing-item.ts';

export type ListingSearch = {
  shelf: Shelf;
  input: Pick<CatalogSearchInput, 'q' | 'filters' | 'limit'>;
  after: Position | null;
  /** Counted only for who shows them. */
  withFacets: boolean;
};

/** What a cursor calls the order of a search. */
export const SEARCH_ORDER = 'rank';
/** With fewer matches a word may have been meant otherwise. */
const TOO_FEW = 3;
const FACETS = ['category', 'availability'] as const;
const NOTHING: CatalogSearch = {
  items: [],
  nextCursor: null,
  facets: FACETS.map((name) => ({ name, values: [] })),
  total: 0,
  isTotalCapped: false,
  cappedFacets: [],
};

type SearchRow = {
  items: ItemRow[] | null;
  total: number;
  category: FacetRow | null;
  availability: FacetRow | null;
};

/** See `searchProducts`. Where too little is found, words are also taken for what they may have been meant to be. */
export async function searchListings(client: Queryable, search: ListingSearch): Promise<CatalogSearch> {
  const words = await findWords(client, search.input.q, search.shelf);
  if (words.length === 0) return search.input.q === '' ? findMatches(client, search, []) : NOTHING;
  const found = words.every(isKnown) ? await findMatches(client, search, words) : NOTHING;
  if (found.total >= TOO_FEW || (await isFoundUnfiltered(client, search, words))) return found;
  const meant = await findMeant(client, words, search.shelf.locale);
  if (meant.every((word) => word.meant.length === 0) && found !== NOTHING) return found;
  return findMatches(client, search, meant);
}

function isKnown({ documents, longer, synonyms, categories }: SearchWord): boolean {
  return documents + longer.length + synonyms.length + categories.length > 0;
}

/** Filters that leave little do not change what words mean. */
async function isFoundUnfiltered(
  client: Queryable,
  { shelf, input }: ListingSearch,
  words: SearchWord[],
): Promise<boolean> {
  const { category, availability } = input.filters ?? {};
  if (!category?.length && !availability?.length) return false;
  const rows = await client.$queryRaw<unknown[]>`
    SELECT product_id FROM (${wordCandidates({ shelf, words }, {})}) AS candidate LIMIT ${TOO_FEW}`;
  return rows.length === TOO_FEW;
}

async function findMatches(
  client: Queryable,
  search: ListingSearch,
  words: SearchWord[],
): Promise<CatalogSearch> {
  const { shelf, input, withFacets } = search;
  const wanted = narrowingOf(input.filters);
  const candidates = (narrowing: Narrowing): Prisma.Sql =>
    words.length > 0 ? wordCandidates({ shelf, words }, narrowing) : shelfCandidates(shelf, narrowing);
  const { categories, availabilities } = wanted;
  const [row] = await client.$queryRaw<SearchRow[]>`
    WITH RECURSIVE ${wantedCategories(categories ?? [])},
    found AS MATERIALIZED (${candidates(wanted)}),
    ${withFacets && categories ? Prisma.sql`in_any_category AS MATERIALIZED (${candidates({ availabilities })}),` : Prisma.empty}
    ${withFacets && availabilities ? Prisma.sql`of_any_availability AS MATERIALIZED (${candidates({ categories })}),` : Prisma.empty}
    page AS MATERIALIZED (${pageOf(search, words.length > 0)})
    SELECT (SELECT json_agg(item ORDER BY key DESC, id)
            FROM (SELECT page.key::float8 AS key, ${itemColumns(shelf)}
                  FROM page JOIN listing ON ${isListingOf(Prisma.sql`page.product_id`, shelf)}) AS item) AS items,
           (SELECT count(*)::integer FROM found) AS total,
           ${withFacets ? categoryFacet(Prisma.raw(categories ? 'in_any_category' : 'found')) : Prisma.sql`NULL`} AS category,
           ${withFacets ? availabilityFacet(Prisma.raw(availabilities ? 'of_any_availability' : 'found')) : Prisma.sql`NULL`} AS availability`;
  if (!row) return NOTHING;
  const page = cutPage(row.items ?? [], { order: SEARCH_ORDER, limit: input.limit });
  return {
    items: page.rows.map((item) => toItem(item, shelf)),
    nextCursor: page.nextCursor,
    facets: FACETS.map((name) => ({ name, values: row[name]?.values ?? [] })),
    total: row.total,
    isTotalCapped: row.total >= MOST_CANDIDATES,
    cappedFacets: FACETS.filter((name) => (row[name]?.counted ?? 0) >= MOST_CANDIDATES),
  };
}

function narrowingOf(filters: CatalogSearchInput['filters']): Narrowing {
  return {
    ...(filters?.category?.length && { categories: filters.category }),
    ...(filters?.availability?.length && { availabilities: filters.availability }),
  };
}

/** What is ranked is cut from the candidates; a shelf goes on behind them. */
function pageOf({ shelf, input, after }: ListingSearch, isRanked: boolean): Prisma.Sql {
  const limit = input.limit + 1;
  if (after && !isRanked) return shelfCandidates(shelf, narrowingOf(input.filters), { after, limit });
  return Prisma.sql`
    SELECT product_id, key FROM found
    WHERE ${after ? Prisma.sql`(-key, product_id) > (${-after.key}::bigint, ${after.id}::uuid)` : Prisma.sql`true`}
    ORDER BY key DESC, product_id
    LIMIT ${limit}`;
}
