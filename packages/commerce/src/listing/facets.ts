import { Prisma } from '@holdfast/db/prisma';
import { availabilityName } from './availability-rank.ts';

/** `counted`: among how many candidates. */
export type FacetRow = { values: { value: string; count: number }[] | null; counted: number };

const MOST_CATEGORIES = 50;

/** The facet of the candidates in the relation of this name, as JSON: most first. */
export function categoryFacet(candidates: Prisma.Sql): Prisma.Sql {
  const counts = Prisma.sql`
    SELECT category.handle AS value, counted.count
    FROM (SELECT category_id, count(*) FROM (SELECT unnest(category_ids) AS category_id FROM ${candidates}) AS filed
          GROUP BY category_id) AS counted
    JOIN category ON category.id = counted.category_id
    ORDER BY counted.count DESC, category.handle
    LIMIT ${MOST_CATEGORIES}`;
  return facet(counts, candidates);
}

/** See `categoryFacet`. */
export function availabilityFacet(candidates: Prisma.Sql): Prisma.Sql {
  const counts = Prisma.sql`
    SELECT ${availabilityName(Prisma.sql`rank`)} AS value, count(*) FROM ${candidates} GROUP BY rank`;
  return facet(counts, candidates);
}

function facet(counts: Prisma.Sql, candidates: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    (SELECT json_build_object(
       'values', (SELECT json_agg(json_build_object('value', value, 'count', count) ORDER BY count DESC, value)
                  FROM (${counts}) AS facet),
       'counted', (SELECT count(*) FROM ${candidates})))`;
}
