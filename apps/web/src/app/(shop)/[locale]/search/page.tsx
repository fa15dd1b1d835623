import type { Metadata } from 'next';
import Link from 'next/link';
import { EmptyShelf } from '../../../../features/catalog/empty-shelf.tsx';
import { Facets } from '../../../../features/catalog/facets.tsx';
import { findGoods } from '../../../../features/catalog/find-goods.ts';
import { GoodsList } from '../../../../features/catalog/goods-list.tsx';
import { SearchBox } from '../../../../features/catalog/search-box.tsx';
import { searchFacets } from '../../../../features/catalog/search-facets.ts';
import { searchChoice } from '../../../../features/catalog/search-query.ts';
import { one, type Query, withQuery } from '../../../../features/catalog/shelf-query.ts';
import { readMarket } from '../../../../features/market/read-preferences.ts';
import { localePath } from '../../../../i18n/locales.ts';
import { readLocale, translator } from '../../../../i18n/server.ts';
import { readCategories } from '../../../../features/catalog/read-categories.ts';
import { buttonClass } from '../../../../ui/button.tsx';

type Props = { params: Promise<{ locale: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const [locale, query] = await Promise.all([readLocale(params), searchParams]);
  const { q } = searchChoice(query);
  const t = translator(locale, 'catalog');
  return { title: q ? t('search.resultsFor', { q }) : t('search.title'), robots: { index: false } };
}

export default async function SearchPage({ params, searchParams }: Props) {
  const [locale, query] = await Promise.all([readLocale(params), searchParams]);
  const choice = searchChoice(query);
  const cursor = one(query.cursor);
  const market = await readMarket(locale);
  const [found, categories] = await Promise.all([
    findGoods(choice, { market, cursor }),
    readCategories(locale),
  ]);
  const t = translator(locale, 'catalog');
  const path = localePath(locale, '/search');
  const isFiltered = choice.category.length + choice.availability.length > 0;
  const isNothing = found.items.length === 0 && !isFiltered && !cursor;
  const title = isNothing ? 'search.nothing' : 'search.resultsFor';

  return (
    <div className="frame py-8 md:py-12">
      <h1 className="text-3xl wrap-anywhere md:text-5xl">
        {choice.q ? t(title, { q: isolated(choice.q) }) : t('search.everything')}
      </h1>
      {/* The header has it on wider screens. */}
      <div className="mt-6 md:hidden">
        <SearchBox />
      </div>
      <output className={isNothing ? 'sr-only' : 'mt-4 block text-ink-soft tabular-nums'}>
        {t(found.isTotalCapped ? 'search.countCapped' : 'search.count', { count: found.total })}
      </output>
      {isNothing ? (
        <EmptyShelf locale={locale} text={t('search.nothingText')} />
      ) : (
        <div className="mt-6 grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-8 md:mt-8 lg:grid-cols-[14rem_minmax(0,1fr)]">
          <Facets title={t('search.filters')} facets={searchFacets(choice, found, { categories, locale })}>
            {isFiltered && (
              <Link
                href={withQuery(path, { q: choice.q })}
                scroll={false}
                className={buttonClass('quiet', '-ms-5')}
              >
                {t('search.clear')}
              </Link>
            )}
          </Facets>
          <div>
            {cursor && (
              <p className="mb-6">
                <Link href={withQuery(path, choice)} className={buttonClass('quiet', '-ms-5')}>
                  {t('list.back')}
                </Link>
              </p>
            )}
            {found.items.length > 0 ? (
              <GoodsList
                page={found}
                query={{ of: 'search', ...choice }}
                locale={locale}
                hrefAt={(next) => withQuery(path, { ...choice, cursor: next })}
              />
            ) : (
              <EmptyShelf
                locale={locale}
                title={t(isFiltered ? 'search.nothingFiltered' : 'list.empty')}
                text={t('search.nothingText')}
              />
            )}
          </div>
        </div>
      )}
    </div>
  );
}

/** Words of any direction within a sentence of another. */
function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
