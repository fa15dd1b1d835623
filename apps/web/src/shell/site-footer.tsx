import type { Category } from '@holdfast/shared/contracts/catalog';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Market, Theme } from '../features/market/market.ts';
import { localePath } from '../i18n/locales.ts';
import { translator } from '../i18n/server.ts';
import { Mark } from './mark.tsx';
import { Settings } from './settings.tsx';

type Props = { market: Market; theme: Theme; categories: Category[] };

export function SiteFooter({ market, theme, categories }: Props) {
  const { locale } = market;
  const t = translator(locale, 'shell');
  return (
    <footer className="mt-24 border-t border-line bg-sunken">
      <div className="frame grid gap-x-10 gap-y-10 py-14 sm:grid-cols-2 lg:grid-cols-[1.1fr_1fr_1.4fr_1.4fr]">
        <div>
          <p className="flex items-center gap-2.5 font-display text-xl">
            <Mark />
            <span lang="en">{t('siteName')}</span>
          </p>
          <p className="mt-3 max-w-60 text-sm text-ink-soft">{t('footerLine')}</p>
        </div>
        <nav aria-labelledby="footer-goods">
          <h2 id="footer-goods" className="text-base">
            {t('footerGoods')}
          </h2>
          <ul className="mt-2">
            {categories.map(({ handle, title }) => (
              <li key={handle}>
                <Link
                  href={localePath(locale, `/c/${handle}`)}
                  prefetch={false}
                  className="inline-flex min-h-11 items-center text-sm text-ink-soft hover:text-ink hover:underline md:min-h-8"
                >
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="grid content-start gap-6">
          <Words title={t('footerDelivery')}>{t('footerDeliveryText')}</Words>
          <Words title={t('footerReturns')}>{t('footerReturnsText')}</Words>
          <Words title={t('footerPayment')}>{t('footerPaymentText')}</Words>
        </div>
        <div>
          <h2 className="mb-3 text-base">{t('footerSettings')}</h2>
          <Settings market={market} theme={theme} />
        </div>
      </div>
    </footer>
  );
}

function Words({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h2 className="text-base">{title}</h2>
      <p className="mt-2 max-w-72 text-sm text-ink-soft">{children}</p>
    </div>
  );
}
