import type { CacheUse } from './cache-warning.ts';

/** What a figure of a kind is compared with, and what was promised of that. */
export type Share = { of: KindName; atLeast?: number };

type Kind = {
  title: string;
  /** The bare server, or the bare page. */
  ofBare?: Share;
  ofTutorial?: Share;
  cache?: CacheUse;
};

export type KindName =
  | 'bareProduct'
  | 'product'
  | 'unchangedProduct'
  | 'tutorialProduct'
  | 'bareList'
  | 'list'
  | 'bareBrotliList'
  | 'brotliList'
  | 'bareSearch'
  | 'warmSearch'
  | 'coldSearch'
  | 'barePage'
  | 'bareRenderedPage'
  | 'productPage'
  | 'renderedProductPage';

export const API_CONNECTIONS = 50;
export const PAGE_CONNECTIONS = 16;

/** In the order in which they take turns: each beside what it is compared with. */
export const KINDS: Record<KindName, Kind> = {
  bareProduct: { title: 'product: bare node:http' },
  tutorialProduct: { title: 'product: Express, pg, Redis', ofBare: { of: 'bareProduct' } },
  product: {
    title: 'product: Holdfast, hot',
    ofBare: { of: 'bareProduct', atLeast: 0.75 },
    ofTutorial: { of: 'tutorialProduct', atLeast: 4 },
    cache: 'hit',
  },
  unchangedProduct: {
    title: 'product: Holdfast, hot, 304',
    ofBare: { of: 'bareProduct' },
    cache: 'hit',
  },
  bareList: { title: 'list of 20: bare node:http' },
  list: { title: 'list of 20: Holdfast, hot', ofBare: { of: 'bareList', atLeast: 0.75 }, cache: 'hit' },
  bareBrotliList: { title: 'list of 20, brotli: bare node:http' },
  brotliList: {
    title: 'list of 20, brotli: Holdfast, hot',
    ofBare: { of: 'bareBrotliList' },
    cache: 'hit',
  },
  bareSearch: { title: 'searches: bare node:http' },
  warmSearch: {
    title: 'searches: Holdfast, warm',
    ofBare: { of: 'bareSearch', atLeast: 0.5 },
    cache: 'hit',
  },
  coldSearch: {
    title: 'searches: Holdfast, cold',
    ofBare: { of: 'bareSearch', atLeast: 0.004 },
    cache: 'cold',
  },
  barePage: { title: 'page: bare Next, built' },
  bareRenderedPage: { title: 'page: bare Next, rendered', ofBare: { of: 'barePage' } },
  productPage: { title: 'page: a product of the shop, kept', ofBare: { of: 'bareRenderedPage', atLeast: 1 } },
  renderedProductPage: { title: 'page: the same, rendered', ofBare: { of: 'bareRenderedPage' } },
};

export const KIND_NAMES = Object.keys(KINDS) as KindName[];
