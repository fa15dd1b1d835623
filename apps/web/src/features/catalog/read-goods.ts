import type { AppRouter } from '@holdfast/api/router';
import type { Availability, CatalogPage, CatalogSort } from '@holdfast/shared/contracts/catalog';
import type { TRPCClient } from '@trpc/client';
import type { Market } from '../market/market.ts';

/** What a list of goods is of: a shelf in an order, or the answer to a search. */
export type GoodsQuery =
  | { of: 'shelf'; category?: string; sort: CatalogSort; isInStock: boolean }
  | { of: 'search'; q: string; category: string[]; availability: Availability[] };

export const PAGE_SIZE = 24;
/** Of what is left when the sold out is taken away, a page has at least these. */
const LEAST = 12;

type Place = { market: Market; cursor?: string | undefined };

/** One page, on the server and in the browser alike. */
export async function readGoods(
  client: TRPCClient<AppRouter>,
  query: GoodsQuery,
  place: Place,
): Promise<CatalogPage> {
  const { market, cursor } = place;
  if (query.of === 'search') {
    const { q, category, availability } = query;
    return client.catalog.search.query({
      q,
      filters: { category, availability },
      cursor,
      limit: PAGE_SIZE,
      ...market,
    });
  }
  const { category, sort, isInStock } = query;
  const read = (from: string | undefined) =>
    client.catalog.list.query({ category, sort, cursor: from, limit: PAGE_SIZE, ...market });
  return isInStock ? readInStock(read, cursor) : read(cursor);
}

/** Little is sold out at a time, so it is taken from pages of the whole shelf. */
async function readInStock(
  read: (cursor?: string) => Promise<CatalogPage>,
  cursor?: string,
): Promise<CatalogPage> {
  const page = await read(cursor);
  const items = page.items.filter(({ availability }) => availability !== 'out_of_stock');
  if (!page.nextCursor || items.length >= LEAST) return { items, nextCursor: page.nextCursor };
  const next = await readInStock(read, page.nextCursor);
  return { items: [...items, ...next.items], nextCursor: next.nextCursor };
}
