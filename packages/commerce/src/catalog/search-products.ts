import { Prisma, type Queryable } from '@holdfast/db/prisma';
import type { CatalogSearch, CatalogSearchInput } from '@holdfast/shared/contracts/catalog';
import type { Deps } from '../deps.ts';
import {
  categoryTitle,
  cheapestOffer,
  type ItemRow,
  isInWantedCategory,
  productAvailability,
  productImage,
  type Shelf,
  toItem,
  wantedCategories,
} from './catalog-sql.ts';
import { CATALOG_TAG } from './cache-tags.ts';
import { openShelf } from './open-shelf.ts';
import { cutPage, decodeCursor, type Position } from './page-cursor.ts';
import { matchScore, searchWords } from './search-words.ts';

type SearchQuery = { shelf: Shelf; input: CatalogSearchInput; words: string[]; after: Position | null };

type SearchRow = {
  items: ItemRow[];
  categories: CatalogSearch['facets'][number]['values'];
  availabilities: CatalogSearch['facets'][number]['values'];
};

const ORDER = 'rank';
const ID = Prisma.sql`product.id`;

/**
 * What is for sale and matches every word, best first; without words everything in featured order. Each facet
 * counts what the other filters leave, so that choosing a second value of a facet is seen to add to the first.
 * @throws DomainError VALIDATION (a currency that is not sold in, a cursor that is not of a search)
 */
export async function searchProducts(deps: Deps, input: CatalogSearchInput): Promise<CatalogSearch> {
  const shelf = await openShelf(deps, input);
  const after = decodeCursor(ORDER, input.cursor);
  const words = searchWords(input.q);
  const key = JSON.stringify([shelf.locale, shelf.currency, words, input.filters, input.limit, after]);
  return deps.cache.read(
    {
      family: 'catalog.search',
      key,
      tags: [CATALOG_TAG],
      ttlSeconds: 30,
      minLsn: deps.position?.minLsn,
      trace: deps.trace,
    },
    ({ client }) => readSearch(client, { shelf, input, words, after }),
  );
}

async function readSearch(client: Queryable, query: SearchQuery): Promise<CatalogSearch> {
  const { shelf, input, after } = query;
  const [row] = await client.$queryRaw<SearchRow[]>`
    WITH RECURSIVE ${wantedCategories(input.filters?.category ?? [])},
    ${foundProducts(query)},
    page AS (
      SELECT id, handle, title, score AS key, amount, compare_at AS "compareAt", availability, ${productImage(ID)} AS image
      FROM found AS product
      WHERE in_category AND in_availability
        AND ${after ? Prisma.sql`(-score, id) > (${-after.key}::bigint, ${after.id}::uuid)` : Prisma.sql`true`}
      ORDER BY -score, id
      LIMIT ${input.limit + 1}
    )
    SELECT (SELECT coalesce(json_agg(page ORDER BY -key, id), '[]') FROM page) AS items,
           (SELECT coalesce(json_agg(json_build_object('value', handle, 'count', count) ORDER BY count DESC, handle), '[]')
            FROM (SELECT category.handle, count(*)
                  FROM found
                  JOIN product_category ON product_category.product_id = found.id
                  JOIN category ON category.id = product_category.category_id
                  WHERE in_availability
                  GROUP BY category.handle ORDER BY count(*) DESC, category.handle LIMIT 50) AS facet) AS categories,
           (SELECT coalesce(json_agg(json_build_object('value', availability, 'count', count) ORDER BY count DESC, availability), '[]')
            FROM (SELECT availability, count(*) FROM found WHERE in_category GROUP BY availability) AS facet) AS availabilities`;
  const page = cutPage(row?.items ?? [], { order: ORDER, limit: input.limit });
  return {
    items: page.rows.map((item) => toItem(item, shelf)),
    nextCursor: page.nextCursor,
    facets: [
      { name: 'category', values: row?.categories ?? [] },
      { name: 'availability', values: row?.availabilities ?? [] },
    ],
  };
}

/** `found`: every match that is for sale, before the filters, with what they ask of it. */
function foundProducts({ shelf, input, words }: SearchQuery): Prisma.Sql {
  const { category, availability } = input.filters ?? {};
  return Prisma.sql`
    shelved AS (
      SELECT product_category.product_id, string_agg(named.title, ' ') AS categories
      FROM (SELECT id, ${categoryTitle(shelf)} AS title FROM category) AS named
      JOIN product_category ON product_category.category_id = named.id
      GROUP BY product_category.product_id
    ),
    match AS MATERIALIZED (
      SELECT product.id, product.handle, product.position, product.vendor, product.tags,
             coalesce(shown.title, fallback.title) AS title, shelved.categories
      FROM product
      LEFT JOIN shelved ON shelved.product_id = product.id
      LEFT JOIN product_translation AS shown
        ON shown.product_id = product.id AND shown.locale = ${shelf.locale}
      LEFT JOIN product_translation AS fallback
        ON fallback.product_id = product.id AND fallback.locale = ${shelf.defaultLocale}
      WHERE product.status = 'active'
    ),
    scored AS MATERIALIZED (
      SELECT id, handle, title, ${matchScore(words)} AS score FROM match AS product
    ),
    placed AS MATERIALIZED (
      SELECT product.*, offer.amount, offer.compare_at,
             ${productAvailability(shelf, ID)} AS availability,
             ${category?.length ? isInWantedCategory(ID) : Prisma.sql`true`} AS in_category
      FROM scored AS product
      CROSS JOIN LATERAL (${cheapestOffer(shelf, ID)}) AS offer
      WHERE score IS NOT NULL
    ),
    found AS (
      SELECT *, ${availability?.length ? Prisma.sql`availability = ANY(${availability}::text[])` : Prisma.sql`true`}
        AS in_availability
      FROM placed
    )`;
}
