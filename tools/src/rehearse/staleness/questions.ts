import type { Dice } from '../load/dice.ts';
import type { Question } from '../load/question.ts';
import type { WatchedItem } from './plan.ts';

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
