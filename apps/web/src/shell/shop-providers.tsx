import type { ReactNode } from 'react';
import { readMarket } from '../features/market/read-preferences.ts';
import { MarketProvider } from '../features/market/market-context.tsx';
import type { Locale } from '../i18n/locales.ts';
import { MESSAGES } from '../i18n/messages.ts';
import { ClientProviders } from './client-providers.tsx';

/** What components in the browser need of the page around them. */
export async function ShopProviders({ locale, children }: { locale: Locale; children: ReactNode }) {
  // Words that only the server says stay there: each one here is sent with every page.
  const { shell, cart } = MESSAGES[locale];
  return (
    <MarketProvider market={await readMarket(locale)}>
      <ClientProviders locale={locale} messages={{ shell, cart }}>
        {children}
      </ClientProviders>
    </MarketProvider>
  );
}
