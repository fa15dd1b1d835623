'use client';
import { Autocomplete } from '@base-ui/react/autocomplete';
import type { CatalogItem } from '@holdfast/shared/contracts/catalog';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { trpc } from '../../api/client.ts';
import { localePath } from '../../i18n/locales.ts';
import { SearchIcon } from '../../ui/icons.tsx';
import { formatMoney } from '../market/format-money.ts';
import { useMarket } from '../market/market-context.tsx';
import { GoodsPicture } from './goods-picture.tsx';
import { LONGEST_QUERY } from './search-query.ts';

const PAUSE_MS = 180;
const FRESH_MS = 30_000;

export type SuggestProps = {
  action: string;
  inputClass: string;
  /** What the page is the answer to; empty on all others. */
  asked: string;
  /** What had been typed while this was loaded, and whether the cursor was there. */
  typed: string;
  isFocused: boolean;
};

type Row = { href: string; label: string; item?: CatalogItem };

export function SearchSuggest({ action, inputClass, asked, typed, isFocused }: SuggestProps) {
  const t = useTranslations('shell');
  const market = useMarket();
  const [text, setText] = useState(typed);
  const page = `${usePathname()}?${asked}`;
  const [shownOn, setShownOn] = useState(page);
  // Another page: the box says what that one is asked for.
  if (shownOn !== page) {
    setShownOn(page);
    setText(asked);
  }
  const q = useSettled(text.trim());
  const { data, isFetching, isError } = useQuery({
    queryKey: ['catalog.suggest', q, market],
    queryFn: ({ signal }) => trpc.catalog.suggest.query({ q, ...market }, { signal }),
    enabled: q !== '',
    staleTime: FRESH_MS,
    placeholderData: keepPreviousData,
    retry: 1,
  });
  const found = q === '' ? [] : (data?.items ?? []);
  const rows: Row[] = found.map((item) => ({
    href: localePath(market.locale, `/p/${item.handle}`),
    label: item.title,
    item,
  }));
  if (rows.length > 0) rows.push({ href: `${action}?q=${encodeURIComponent(q)}`, label: q });

  return (
    <Autocomplete.Root
      items={rows}
      value={text}
      onValueChange={setText}
      itemToStringValue={(row: Row) => row.label}
      filter={null}
      name="q"
    >
      <Autocomplete.Input
        type="search"
        aria-label={t('searchGoods')}
        placeholder={t('searchHint')}
        maxLength={LONGEST_QUERY}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the input that had the cursor
        autoFocus={isFocused}
        className={inputClass}
      />
      <Autocomplete.Portal hidden={q === ''}>
        <Autocomplete.Positioner className="z-50 outline-none" sideOffset={6} align="start">
          <Autocomplete.Popup
            aria-busy={isFetching}
            className="max-h-[var(--available-height)] w-[var(--anchor-width)] overflow-y-auto rounded-lg border border-line bg-raised p-2 text-ink"
          >
            <Autocomplete.Status className={rows.length > 0 ? 'sr-only' : 'px-3 py-2 text-sm text-ink-soft'}>
              {statusOf(
                {
                  isError,
                  isFetching,
                  count: found.length && (data?.total ?? 0),
                  isCapped: data?.isTotalCapped,
                },
                t,
              )}
            </Autocomplete.Status>
            <Autocomplete.List>
              {(row: Row) => (
                <Autocomplete.Item
                  key={row.href}
                  value={row}
                  render={<Link href={row.href} prefetch={false} />}
                  className="flex min-h-14 items-center gap-3 rounded-md px-2 py-1 outline-none data-highlighted:bg-sunken"
                >
                  {row.item ? (
                    <Found
                      item={row.item}
                      price={t('from', { price: formatMoney(row.item.priceFrom, market.locale) })}
                    />
                  ) : (
                    <>
                      <span className="grid w-12 place-items-center">
                        <SearchIcon />
                      </span>
                      {t('searchAll', { q: row.label })}
                    </>
                  )}
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}

function Found({ item, price }: { item: CatalogItem; price: string }) {
  return (
    <>
      <span className="size-12 shrink-0">
        <GoodsPicture image={item.image && { ...item.image, alt: '' }} sizes="3rem" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate">{item.title}</span>
        <span className="block text-sm text-ink-soft tabular-nums">{price}</span>
      </span>
    </>
  );
}

type State = { isError: boolean; isFetching: boolean; count: number; isCapped: boolean | undefined };

function statusOf(
  { isError, isFetching, count, isCapped }: State,
  t: ReturnType<typeof useTranslations<'shell'>>,
): string {
  if (isError) return t('searchFailed');
  if (isFetching && count === 0) return t('searching');
  return t(isCapped ? 'searchCountCapped' : 'searchCount', { count });
}

/** The text once typing has paused. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
