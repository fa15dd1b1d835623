import type { Availability, CatalogSearch } from '@holdfast/shared/contracts/catalog';
import { many, one, type Query } from './shelf-query.ts';

export const AVAILABILITIES = [
  'in_stock',
  'low_stock',
  'back_order',
  'out_of_stock',
] as const satisfies Availability[];

export type SearchChoice = { q: string; category: string[]; availability: Availability[] };

export const LONGEST_QUERY = 200;
const MOST_CATEGORIES = 20;

/** What an address asks the search for; values that are none of ours are left out. */
export function searchChoice(query: Query): SearchChoice {
  return {
    q: (one(query.q) ?? '').trim().slice(0, LONGEST_QUERY),
    category: many(query.category).slice(0, MOST_CATEGORIES),
    availability: AVAILABILITIES.filter((name) => many(query.availability).includes(name)),
  };
}

/** The choice with one more value of a facet, or without it when it was in. */
export function toggled(choice: SearchChoice, facet: 'category' | 'availability', value: string): Query {
  const values: string[] = choice[facet];
  const next = values.includes(value) ? values.filter((each) => each !== value) : [...values, value];
  return { ...choice, [facet]: next };
}

type Facets = Pick<CatalogSearch, 'facets' | 'cappedFacets'>;

/** How many goods of each value of a facet were found, most first. */
export function countsOf(found: Facets | undefined, facet: 'category' | 'availability'): Map<string, number> {
  const values = found?.facets.find(({ name }) => name === facet)?.values ?? [];
  return new Map(values.map(({ value, count }) => [value, count]));
}

/** A count for a reader; one that is capped says how many there are at least: "1,000+". */
export function countText(
  count: number,
  { isCapped, locale }: { isCapped: boolean; locale: string },
): string {
  return `${new Intl.NumberFormat(locale).format(count)}${isCapped && count > 0 ? '+' : ''}`;
}
