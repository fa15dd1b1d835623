/** What is asked at each size, and how many times as long as at the smallest size it may take at any other. */
export const KINDS = {
  featuredList: { title: 'list, featured', atMost: 1.5 },
  newestList: { title: 'list, newest', atMost: 1.5 },
  cheapestList: { title: 'list, price_asc', atMost: 1.5 },
  product: { title: 'product', atMost: 1.5 },
  search: { title: 'search', atMost: 4 },
} as const;

export type KindName = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as KindName[];
