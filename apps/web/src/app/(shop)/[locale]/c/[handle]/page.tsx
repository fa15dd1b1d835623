import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { errorCode } from '../../../../../api/errors.ts';
import { publicApi } from '../../../../../api/server.ts';
import { Breadcrumb } from '../../../../../features/catalog/breadcrumb.tsx';
import { ChoiceLinks } from '../../../../../features/catalog/choice-links.tsx';
import { EmptyShelf } from '../../../../../features/catalog/empty-shelf.tsx';
import { GoodsList } from '../../../../../features/catalog/goods-list.tsx';
import { openGraphOf, pageLinks } from '../../../../../features/catalog/page-links.ts';
import { countShelf } from '../../../../../features/catalog/count-shelf.ts';
import { type GoodsQuery, readGoods } from '../../../../../features/catalog/read-goods.ts';
import { countText } from '../../../../../features/catalog/search-query.ts';
import { one, type Query, SORTS, wayTo, withQuery } from '../../../../../features/catalog/shelf-query.ts';
import { ShelfSkeleton } from '../../../../../features/catalog/skeletons.tsx';
import { readMarket } from '../../../../../features/market/read-preferences.ts';
import { localePath } from '../../../../../i18n/locales.ts';
import { readLocale, translator } from '../../../../../i18n/server.ts';
import { NotFoundView, notFoundMetadata } from '../../../../../shell/not-found-view.tsx';
import { WhenSlow } from '../../../../../shell/when-slow.tsx';
import { readCategories } from '../../../../../features/catalog/read-categories.ts';
import { buttonClass } from '../../../../../ui/button.tsx';

type Props = { params: Promise<{ locale: string; handle: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [locale, { handle }] = await Promise.all([readLocale(params), params]);
  const category = wayTo(decodeURIComponent(handle), await readCategories(locale)).at(-1);
  if (!category) return notFoundMetadata(locale);
  const t = translator(locale, 'catalog');
  const description = t('list.description', { category: category.title });
  return {
    title: category.title,
    description,
    alternates: pageLinks(locale, `/c/${category.handle}`),
    openGraph: { ...openGraphOf(locale, `/c/${category.handle}`), title: category.title, description },
  };
}

export default async function CategoryPage(props: Props) {
  const skeleton = <ShelfSkeleton locale={await readLocale(props.params)} />;
  return <WhenSlow skeleton={skeleton}>{renderShelf(props)}</WhenSlow>;
}

async function renderShelf({ params, searchParams }: Props) {
  const [locale, { handle }, query] = await Promise.all([readLocale(params), params, searchParams]);
  const way = wayTo(decodeURIComponent(handle), await readCategories(locale));
  const category = way.at(-1);
  if (!category) return <NotFoundView locale={locale} />;

  const t = translator(locale, 'catalog');
  const market = await readMarket(locale);
  const client = await publicApi();
  const sort = SORTS.find((name) => name === query.sort) ?? 'featured';
  const isInStock = query.show === 'available';
  const cursor = one(query.cursor);
  const path = localePath(locale, `/c/${category.handle}`);
  const chosen = { sort: sort === 'featured' ? '' : sort, show: isInStock ? 'available' : '' };
  const goods: GoodsQuery = { of: 'shelf', category: category.handle, sort, isInStock };
  const [page, count] = await Promise.all([
    readGoods(client, goods, { market, cursor }).catch((error: unknown) => {
      // A cursor of another order or of nobody: the list begins anew.
      if (cursor && errorCode(error) === 'VALIDATION') redirect(withQuery(path, chosen));
      throw error;
    }),
    countShelf(client, category.handle, market),
  ]);

  return (
    <div className="frame">
      <div className="py-3 md:py-5">
        <Breadcrumb
          crumbs={way.map(({ title, handle: at }) => ({ title, path: `/c/${at}` }))}
          locale={locale}
        />
      </div>
      <div className="flex flex-wrap items-baseline gap-x-4 pt-2 md:pt-4">
        <h1 className="text-4xl md:text-6xl">{category.title}</h1>
        {count && (
          <p className="text-ink-soft tabular-nums">
            {t(count.isCapped ? 'list.countCapped' : 'list.count', { count: count.all })}
          </p>
        )}
      </div>
      {category.children.length > 0 && (
        <ul className="mt-6 flex flex-wrap gap-3">
          {category.children.map((child) => (
            <li key={child.handle}>
              <Link
                href={localePath(locale, `/c/${child.handle}`)}
                prefetch={false}
                className={buttonClass('secondary')}
              >
                {child.title}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <div className="mt-6 mb-8 flex flex-wrap justify-between gap-x-8 border-y border-line py-1.5 md:mt-8">
        <ChoiceLinks
          title={t('list.filter')}
          choices={[
            {
              label: t('list.all'),
              href: withQuery(path, { ...chosen, show: '' }),
              isChosen: !isInStock,
              count: count ? countText(count.all, { ...count, locale }) : undefined,
            },
            {
              label: t('list.available'),
              href: withQuery(path, { ...chosen, show: 'available' }),
              isChosen: isInStock,
              count: count ? countText(count.available, { ...count, locale }) : undefined,
            },
          ]}
        />
        <ChoiceLinks
          title={t('list.sort')}
          choices={SORTS.map((name) => ({
            label: t(`list.${name}`),
            href: withQuery(path, { ...chosen, sort: name === 'featured' ? '' : name }),
            isChosen: name === sort,
          }))}
        />
      </div>
      {cursor && (
        <p className="mb-6">
          <Link href={withQuery(path, chosen)} className={buttonClass('quiet', '-ms-5')}>
            {t('list.back')}
          </Link>
        </p>
      )}
      {page.items.length > 0 ? (
        <GoodsList
          page={page}
          query={goods}
          locale={locale}
          hrefAt={(next) => withQuery(path, { ...chosen, cursor: next })}
        />
      ) : (
        <EmptyShelf
          locale={locale}
          title={t(isInStock ? 'list.emptyFiltered' : 'list.empty')}
          text={isInStock ? null : t('list.emptyText')}
        >
          {isInStock && (
            <Link href={withQuery(path, { ...chosen, show: '' })} className={buttonClass('secondary')}>
              {t('list.showAll')}
            </Link>
          )}
        </EmptyShelf>
      )}
    </div>
  );
}
