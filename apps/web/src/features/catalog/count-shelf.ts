import type { AppRouter } from '@holdfast/api/router';
import type { TRPCClient } from '@trpc/client';
import type { Market } from '../market/market.ts';

/** `isCapped`: there are so many at least. */
type Count = { all: number; available: number; isCapped: boolean };

/** How many products a category has, by the facets of a search without words; null when they cannot be counted. */
export async function countShelf(
  client: TRPCClient<AppRouter>,
  category: string,
  market: Market,
): Promise<Count | null> {
  try {
    const { facets, isTotalCapped } = await client.catalog.search.query({
      q: '',
      filters: { category: [category] },
      limit: 1,
      ...market,
    });
    const values = facets.find(({ name }) => name === 'availability')?.values ?? [];
    const all = values.reduce((sum, { count }) => sum + count, 0);
    const out = values.find(({ value }) => value === 'out_of_stock')?.count ?? 0;
    return { all, available: all - out, isCapped: isTotalCapped };
  } catch {
    return null;
  }
}
