import type { Category } from '@holdfast/shared/contracts/catalog';
import Link from 'next/link';
import { CartButton } from '../features/cart/cart-button.tsx';
import { SearchBox } from '../features/catalog/search-box.tsx';
import type { Market, Theme } from '../features/market/market.ts';
import { type Locale, localePath } from '../i18n/locales.ts';
import { translator } from '../i18n/server.ts';
import { GlobeIcon, MenuIcon, SearchIcon } from '../ui/icons.tsx';
import { Disclosure } from './disclosure.tsx';
import { Mark } from './mark.tsx';
import { NavLink } from './nav-link.tsx';
import { Settings } from './settings.tsx';

const ICON_BUTTON = 'inline-flex min-h-11 min-w-11 items-center justify-center gap-2';
const PANEL = 'absolute z-30 border border-line bg-raised';

type Props = { market: Market; theme: Theme; categories: Category[] };

export function SiteHeader({ market, theme, categories }: Props) {
  const { locale, currency } = market;
  const t = translator(locale, 'shell');
  return (
    <header className="relative border-b border-line bg-surface">
      <div className="frame flex h-16 items-center gap-1 md:h-20 md:gap-6">
        <Disclosure
          label={t('menu')}
          summary={<MenuIcon className="size-6" />}
          summaryClass={`${ICON_BUTTON} -ms-2.5`}
          className="md:hidden"
        >
          <div className={`${PANEL} inset-x-0 top-full grid gap-6 border-x-0 px-5 py-6`}>
            <nav aria-label={t('categories')}>
              <CategoryList locale={locale} categories={categories} />
            </nav>
            <Settings market={market} theme={theme} />
          </div>
        </Disclosure>
        <Link
          href={localePath(locale, '/')}
          prefetch={false}
          aria-label={t('home')}
          className="flex min-h-11 items-center gap-2.5 font-display text-[1.375rem] font-[520] tracking-tight md:text-2xl"
        >
          <Mark />
          <span lang="en">{t('siteName')}</span>
        </Link>
        <div className="ms-auto hidden w-full max-w-sm md:block">
          <SearchBox />
        </div>
        <div className="ms-auto flex items-center md:ms-0">
          <Link
            href={localePath(locale, '/search')}
            prefetch={false}
            aria-label={t('search')}
            className={`${ICON_BUTTON} md:hidden`}
          >
            <SearchIcon className="size-6" />
          </Link>
          <Disclosure
            label={`${currency}. ${t('settings')}`}
            summary={
              <>
                <GlobeIcon />
                <span className="text-sm">{currency}</span>
              </>
            }
            summaryClass={`${ICON_BUTTON} px-2`}
            className="relative hidden md:block"
          >
            <div className={`${PANEL} end-0 top-full w-72 rounded-lg p-5`}>
              <Settings market={market} theme={theme} />
            </div>
          </Disclosure>
          <CartButton />
        </div>
      </div>
      <nav aria-label={t('categories')} className="hidden md:block">
        <ul className="frame flex gap-7 overflow-x-auto">
          {categories.map(({ handle, title }) => (
            <li key={handle} className="shrink-0">
              <NavLink
                href={localePath(locale, `/c/${handle}`)}
                className="inline-flex h-11 items-center border-b-2 border-transparent text-[0.9375rem] text-ink-soft hover:text-ink aria-[current=page]:border-ink aria-[current=page]:text-ink"
              >
                {title}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}

function CategoryList({ locale, categories }: { locale: Locale; categories: Category[] }) {
  return (
    <ul>
      {categories.map(({ handle, title }) => (
        <li key={handle} className="border-b border-line first:border-t">
          <NavLink
            href={localePath(locale, `/c/${handle}`)}
            className="flex min-h-12 items-center font-display text-lg aria-[current=page]:text-kelp aria-[current=page]:underline"
          >
            {title}
          </NavLink>
        </li>
      ))}
    </ul>
  );
}
