'use client';
import Form from 'next/form';
import { useSearchParams } from 'next/navigation';
import { type ComponentType, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { localePath } from '../../i18n/locales.ts';
import { SearchIcon } from '../../ui/icons.tsx';
import { useMarket } from '../market/market-context.tsx';
import { LONGEST_QUERY } from './search-query.ts';
import type { SuggestProps } from './search-suggest.tsx';

const INPUT_CLASS =
  'h-11 w-full rounded-md border border-line-strong bg-raised ps-11 pe-3 text-base text-ink placeholder:text-ink-soft [&::-webkit-search-cancel-button]:hidden';

/** The part that suggests, and the plain input as it was when this took its place. */
type Loaded = Pick<SuggestProps, 'typed' | 'isFocused'> & { Suggest: ComponentType<SuggestProps> };

/** A form that leads to the page of results and shows what that page is asked for; once used it also suggests. */
export function SearchBox() {
  const t = useTranslations('shell');
  const { locale } = useMarket();
  const asked = useSearchParams().get('q') ?? '';
  const plain = useRef<HTMLInputElement>(null);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const action = localePath(locale, '/search');
  const load = async () => {
    // Without the suggestions the form still searches.
    const part = await import('./search-suggest.tsx').catch(() => null);
    const input = plain.current;
    if (!part || !input) return;
    const isFocused = document.activeElement === input;
    setLoaded({ Suggest: part.SearchSuggest, typed: input.value, isFocused });
  };
  return (
    <search>
      <Form action={action} prefetch={false} className="relative">
        <button
          type="submit"
          aria-label={t('search')}
          className="absolute inset-y-0 start-0 grid w-11 place-items-center text-ink-soft hover:text-ink"
        >
          <SearchIcon />
        </button>
        {loaded ? (
          <loaded.Suggest
            action={action}
            inputClass={INPUT_CLASS}
            asked={asked}
            typed={loaded.typed}
            isFocused={loaded.isFocused}
          />
        ) : (
          <input
            key={asked}
            ref={plain}
            type="search"
            name="q"
            defaultValue={asked}
            aria-label={t('searchGoods')}
            placeholder={t('searchHint')}
            maxLength={LONGEST_QUERY}
            autoComplete="off"
            onFocus={() => void load()}
            onInput={() => void load()}
            className={INPUT_CLASS}
          />
        )}
      </Form>
    </search>
  );
}
