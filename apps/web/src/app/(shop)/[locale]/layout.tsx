import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { preload } from 'react-dom';
import { directionOf } from '../../../i18n/locales.ts';
import { readLocale, translator } from '../../../i18n/server.ts';
import { readTheme } from '../../../features/market/read-preferences.ts';
import { ShopProviders } from '../../../shell/shop-providers.tsx';
import { ShopShell } from '../../../shell/shop-shell.tsx';
import { FONT_CLASSES } from '../../../styles/fonts.ts';
import { HEBREW_FONTS } from '../../../styles/hebrew-fonts.ts';
import '../../../styles/globals.css';

type Props = { params: Promise<{ locale: string }>; children: ReactNode };

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf6' },
    { media: '(prefers-color-scheme: dark)', color: '#0c1413' },
  ],
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = await readLocale(params);
  const t = translator(locale, 'shell');
  return {
    metadataBase: new URL(process.env.WEB_URL ?? 'http://localhost:3000'),
    title: { default: t('siteTitle'), template: `%s · ${t('siteName')}` },
    description: t('siteDescription'),
  };
}

export default async function ShopLayout({ params, children }: Props) {
  const locale = await readLocale(params);
  if (locale === 'he') {
    for (const font of HEBREW_FONTS)
      preload(font, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' });
  }
  return (
    <html lang={locale} dir={directionOf(locale)} data-theme={await readTheme()} className={FONT_CLASSES}>
      <body>
        <ShopProviders locale={locale}>
          <ShopShell locale={locale}>{children}</ShopShell>
        </ShopProviders>
      </body>
    </html>
  );
}
