import type { Dice } from '../load/dice.ts';
import type { WatchedItem } from './plan.ts';

/** Where a shopper meets an item. */
type ReadProcedure = 'catalog.product' | 'catalog.list' | 'catalog.search';

/** One request: a query, or several in a batch. */
export type Question = { parts: { procedure: ReadProcedure; input: object }[]; gzip: boolean };

type Part = Question['parts'][number];

const PAGE = 16;
const GZIP = 0.3;

/** Each change makes every list and every search anew, so few of them make much work. */
const WAYS = [
  ['product', 80],
  ['list', 8],
  ['search', 3],
  ['batch', 7],
  ['batchWithSearch', 2],
] as const;

/** One of the ways to look at an item. */
export function askFor(item: WatchedItem, dice: Dice): Question {
  const { handle, title: q } = item;
  const product: Part = { procedure: 'catalog.product', input: { handle } };
  // What is watched costs next to nothing, so it stands on the first page by price.
  const sort = dice.chance(0.5) ? 'price_asc' : 'featured';
  const list: Part = { procedure: 'catalog.list', input: { sort, limit: PAGE } };
  const search: Part = { procedure: 'catalog.search', input: { q, limit: PAGE } };
  const parts = {
    product: [product],
    list: [list],
    search: [search],
    batch: [list, product],
    batchWithSearch: [search, product, list],
  };
  return { parts: parts[dice.pick(WAYS)], gzip: dice.chance(GZIP) };
}

/** The path of a query, or of a batch, with its input. */
export function pathOf({ parts }: Question): string {
  const [single, ...more] = parts;
  if (single && more.length === 0) return `/trpc/${single.procedure}?input=${encode(single.input)}`;
  const names = parts.map(({ procedure }) => procedure).join(',');
  const inputs = Object.fromEntries(parts.map(({ input }, index) => [index, input]));
  return `/trpc/${names}?batch=1&input=${encode(inputs)}`;
}

function encode(input: object): string {
  return encodeURIComponent(JSON.stringify(input));
}
