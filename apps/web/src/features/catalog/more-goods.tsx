'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type MouseEvent, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { trpc } from '../../api/client.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useMarket } from '../market/market-context.tsx';
import { CardSkeleton } from './card-skeleton.tsx';
import { describeItem } from './describe-item.ts';
import { GoodsCard } from './goods-card.tsx';
import { GoodsGrid, GRID_SIZES } from './goods-grid.tsx';
import { type GoodsQuery, readGoods } from './read-goods.ts';

const ON_THE_PAGE = '';

type Props = {
  query: GoodsQuery;
  /** Where the goods go on that the page has shown. */
  cursor: string;
  /** The page that goes on there, for before script. */
  href: string;
};

/** The goods after those of the page, appended one page at a time, and kept for whoever comes back. */
export function MoreGoods({ query, cursor, href }: Props) {
  const t = useTranslations('catalog');
  const market = useMarket();
  const grid = useRef<HTMLDivElement>(null);
  // The first page is on the page already: what follows it begins at its cursor.
  const beginning = { items: [], nextCursor: cursor };
  const { data, fetchNextPage, hasNextPage, isFetching, isError } = useInfiniteQuery({
    queryKey: ['goods', query, market, cursor],
    queryFn: ({ pageParam }) =>
      pageParam === ON_THE_PAGE ? beginning : readGoods(trpc, query, { market, cursor: pageParam }),
    initialPageParam: cursor,
    initialData: { pages: [beginning], pageParams: [ON_THE_PAGE] },
    getNextPageParam: (page) => page.nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
    // Who comes back finds all goods that were there, with the prices of now.
    refetchOnMount: ({ state }) => (state.data && state.data.pages.length > 1 ? 'always' : false),
    retry: 1,
  });
  const items = data.pages.flatMap((page) => page.items);
  const latest = data.pages.length > 1 ? (data.pages.at(-1)?.items.length ?? 0) : 0;

  const shown = useRef(items.length);

  // Reading goes on at the first of the goods that came.
  useEffect(() => {
    if (items.length > shown.current)
      grid.current?.querySelectorAll('a')[shown.current]?.focus({ preventScroll: true });
    shown.current = items.length;
  }, [items.length]);

  const append = (event: MouseEvent) => {
    event.preventDefault();
    if (!isFetching) void fetchNextPage();
  };

  return (
    <div ref={grid} className="mt-9 md:mt-12">
      <GoodsGrid>
        {items.map((item) => (
          <li key={item.id}>
            <GoodsCard goods={describeItem(item, market.locale, t)} sizes={GRID_SIZES} />
          </li>
        ))}
        {isFetching && Array.from({ length: 4 }, (_, index) => <CardSkeleton key={index} />)}
      </GoodsGrid>
      <div className="mt-12 grid justify-items-center gap-4 text-center">
        {isError && (
          <Notice kind="danger" title={t('list.failed')}>
            <Button kind="quiet" onClick={() => void fetchNextPage()}>
              {t('list.retry')}
            </Button>
          </Notice>
        )}
        {hasNextPage ? (
          <a
            href={href}
            rel="nofollow"
            onClick={append}
            aria-disabled={isFetching}
            className={buttonClass('secondary', 'min-w-48')}
          >
            {t(isFetching ? 'list.loading' : 'list.more')}
          </a>
        ) : (
          <p className="text-sm text-ink-soft">{t('list.end')}</p>
        )}
        <output className="sr-only">{latest > 0 && !isFetching && t('list.shown', { count: latest })}</output>
      </div>
    </div>
  );
}
