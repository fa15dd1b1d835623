import type { CatalogSort, Category } from '@holdfast/shared/contracts/catalog';

export const SORTS = ['featured', 'newest', 'price_asc', 'price_desc'] as const satisfies CatalogSort[];

/** Of an address's query: repeated names count once. */
export type Query = Record<string, string | string[] | undefined>;

export function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

export function many(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat();
}

/** A path with a query; what is empty is left out. */
export function withQuery(path: string, query: Record<string, string | string[] | undefined>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => many(value).map((each) => [name, each]));
  const text = new URLSearchParams(pairs.filter(([, value]) => value !== '')).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The categories from the root down to this one; empty when there is none of this handle. */
export function wayTo(handle: string, tree: Category[]): Category[] {
  for (const category of tree) {
    if (category.handle === handle) return [category];
    const below = wayTo(handle, category.children);
    if (below.length > 0) return [category, ...below];
  }
  return [];
}
