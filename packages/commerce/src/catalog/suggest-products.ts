import type { CatalogSuggestInput, CatalogSuggestions } from '@holdfast/shared/contracts/catalog';
import type { Deps } from '../deps.ts';
import { searchListings } from '../listing/search-listings.ts';
import { CATALOG_TAG } from './cache-tags.ts';
import { openShelf } from './open-shelf.ts';

const MOST = 6;

/**
 * The best of what a search for this would find, for who is still typing it; nothing without words.
 * @throws DomainError VALIDATION when the channel does not sell in the currency.
 */
export async function suggestProducts(deps: Deps, input: CatalogSuggestInput): Promise<CatalogSuggestions> {
  if (input.q === '') return { items: [], total: 0, isTotalCapped: false };
  const shelf = await openShelf(deps, input);
  const key = JSON.stringify([shelf.locale, shelf.currency, input.q]);
  return deps.cache.read(
    {
      family: 'catalog.suggest',
      key,
      tags: [CATALOG_TAG],
      ttlSeconds: 30,
      minLsn: deps.position?.minLsn,
      trace: deps.trace,
    },
    async ({ client }) => {
      const search = { shelf, input: { q: input.q, limit: MOST }, after: null, withFacets: false };
      const { items, total, isTotalCapped } = await searchListings(client, search);
      return { items, total, isTotalCapped };
    },
  );
}
