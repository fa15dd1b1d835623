import 'server-only';
import type { CatalogSearch } from '@holdfast/shared/contracts/catalog';
import { errorCode } from '../../api/errors.ts';
import { publicApi } from '../../api/server.ts';
import type { Market } from '../market/market.ts';
import { PAGE_SIZE } from './read-goods.ts';
import type { SearchChoice } from './search-query.ts';

const NOTHING: CatalogSearch = {
  items: [],
  nextCursor: null,
  facets: [],
  total: 0,
  isTotalCapped: false,
  cappedFacets: [],
};

type Place = { market: Market; cursor: string | undefined };

/** A page of what a search finds; an address that was put together by hand finds nothing. */
export async function findGoods(choice: SearchChoice, { market, cursor }: Place): Promise<CatalogSearch> {
  const { q, ...filters } = choice;
  try {
    return await (await publicApi()).catalog.search.query({
      q,
      filters,
      cursor,
      limit: PAGE_SIZE,
      ...market,
    });
  } catch (error) {
    if (errorCode(error) === 'VALIDATION') return NOTHING;
    throw error;
  }
}
