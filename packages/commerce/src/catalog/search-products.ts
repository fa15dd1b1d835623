import type { CatalogSearch, CatalogSearchInput } from '@holdfast/shared/contracts/catalog';
import type { Deps } from '../deps.ts';
import { SEARCH_ORDER, searchListings } from '../listing/search-listings.ts';
import { CATALOG_TAG } from './cache-tags.ts';
import { openShelf } from './open-shelf.ts';
import { decodeCursor } from './page-cursor.ts';

/**
 * What is for sale and matches every word, best first; without words everything in featured order. Each facet
 * counts what the other filters leave, so that choosing a second value of a facet is seen to add to the first. Counts that
 * are capped say how many there are at least.
 * @throws DomainError VALIDATION (a currency that is not sold in, a cursor that is not of a search)
 */
export async function searchProducts(deps: Deps, input: CatalogSearchInput): Promise<CatalogSearch> {
  const shelf = await openShelf(deps, input);
  const after = decodeCursor(SEARCH_ORDER, input.cursor);
  const key = JSON.stringify([shelf.locale, shelf.currency, input.q, input.filters, input.limit, after]);
  return deps.cache.read(
    {
      family: 'catalog.search',
      key,
      tags: [CATALOG_TAG],
      // What it shows drops it by tag. Only a synonym that the shop's owner writes waits for this; searches are what costs most to compute.
      ttlSeconds: 120,
      minLsn: deps.position?.minLsn,
      trace: deps.trace,
    },
    ({ client }) => searchListings(client, { shelf, input, after, withFacets: true }),
  );
}
