import type { CatalogSearch, Category } from '@holdfast/shared/contracts/catalog';
import { type Locale, localePath } from '../../i18n/locales.ts';
import { translator } from '../../i18n/server.ts';
import type { Facet } from './facets.tsx';
import { AVAILABILITIES, countsOf, countText, type SearchChoice, toggled } from './search-query.ts';
import { wayTo, withQuery } from './shelf-query.ts';

type Shop = { categories: Category[]; locale: Locale };

/** What a search can be narrowed by, in words. What is chosen stays among it when it finds nothing, to be let go. */
export function searchFacets(
  choice: SearchChoice,
  found: CatalogSearch,
  { categories, locale }: Shop,
): Facet[] {
  const t = translator(locale, 'catalog');
  const path = localePath(locale, '/search');
  const inCategory = countsOf(found, 'category');
  const ofAvailability = countsOf(found, 'availability');
  const { category, availability } = choice;
  const counted = (facet: 'category' | 'availability', count = 0): string =>
    countText(count, { isCapped: found.cappedFacets.includes(facet), locale });
  return [
    {
      title: t('search.category'),
      values: [...new Set([...inCategory.keys(), ...category])].map((handle) => ({
        label: wayTo(handle, categories).at(-1)?.title ?? handle,
        count: counted('category', inCategory.get(handle)),
        isChosen: category.includes(handle),
        href: withQuery(path, toggled(choice, 'category', handle)),
      })),
    },
    {
      title: t('search.availability'),
      values: AVAILABILITIES.filter((name) => ofAvailability.has(name) || availability.includes(name)).map(
        (name) => ({
          label: t(`search.${name}`),
          count: counted('availability', ofAvailability.get(name)),
          isChosen: availability.includes(name),
          href: withQuery(path, toggled(choice, 'availability', name)),
        }),
      ),
    },
  ];
}
