import type { ReactNode } from 'react';
import { readMarket, readTheme } from '../features/market/read-preferences.ts';
import type { Locale } from '../i18n/locales.ts';
import { translator } from '../i18n/server.ts';
import { OfflineBar } from './offline-bar.tsx';
import { RefreshOnReturn } from './refresh-on-return.tsx';
import { readCategories } from '../features/catalog/read-categories.ts';
import { SiteFooter } from './site-footer.tsx';
import { SiteHeader } from './site-header.tsx';

/** What is around every page of the shop. */
export async function ShopShell({ locale, children }: { locale: Locale; children: ReactNode }) {
  const t = translator(locale, 'shell');
  const [market, theme, categories] = await Promise.all([
    readMarket(locale),
    readTheme(),
    readCategories(locale),
  ]);
  const parts = { market, theme, categories };
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-ink px-4 py-3 text-ink-inverse focus:not-sr-only focus:absolute focus:start-4 focus:top-4"
      >
        {t('skip')}
      </a>
      <SiteHeader {...parts} />
      <main id="main" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <SiteFooter {...parts} />
      <OfflineBar />
      <RefreshOnReturn />
    </div>
  );
}
