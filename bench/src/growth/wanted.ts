import type pg from 'pg';
import { dataOf } from '../reads/answer-reader.ts';
import { askOnce } from '../reads/known-answers.ts';
import { type Get, queryUrl } from '../reads/requests.ts';
import { readHandles } from './database.ts';
import type { KindName } from './kinds.ts';

const PAGE_SIZE = 20;
const PAGES = 20;
const HANDLES = 1_000;

type Page = { nextCursor: string | null };

/** The first pages of a list, one behind the other as a shopper turns them. */
async function listPages(port: number, sort: string): Promise<Get[]> {
  const gets: Get[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null && gets.length < PAGES) {
    const get = { url: queryUrl('catalog.list', { sort, limit: PAGE_SIZE, cursor }) };
    gets.push(get);
    const [answer] = await askOnce(port, [get]);
    cursor = answer ? (dataOf(answer) as Page).nextCursor : null;
  }
  return gets;
}

/** What is asked of a shop of one size. `queries`: the same at each size. */
export async function chooseWanted(
  { port, sql }: { port: number; sql: pg.Client },
  queries: string[],
): Promise<Record<KindName, Get[]>> {
  const handles = await readHandles(sql, HANDLES);
  return {
    featuredList: await listPages(port, 'featured'),
    newestList: await listPages(port, 'newest'),
    cheapestList: await listPages(port, 'price_asc'),
    product: handles.map((handle) => ({ url: queryUrl('catalog.product', { handle }) })),
    search: queries.map((q) => ({ url: queryUrl('catalog.search', { q, limit: PAGE_SIZE }) })),
  };
}
