/** The tag of all that is cached of one product alone. */
export function productTag(handle: string): string {
  return `product:${handle}`;
}

/** Carried by whatever shows several products: lists and searches. */
export const CATALOG_TAG = 'catalog';
export const CATEGORIES_TAG = 'categories';
