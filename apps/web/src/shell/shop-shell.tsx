import type { ReactNode } from 'react';
import type { Locale } from '../i18n/locales.ts';
import { translator } from '../i18n/server.ts';

export function ShopShell({ locale, children }: { locale: Locale; children: ReactNode }) {
  const t = translator(locale, 'shell');
  return (
    <>
      <header className="border-b border-line px-4 py-3 font-display text-xl">{t('siteName')}</header>
      <main id="main">{children}</main>
    </>
  );
}
