'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { useMarket } from '../features/market/market-context.tsx';
import { localePath } from '../i18n/locales.ts';
import { buttonClass } from '../ui/button.tsx';

/** For a page that finds only while it is rendered that what it shows is not there. */
export function NotFoundHere() {
  const t = useTranslations('shell');
  const { locale } = useMarket();
  return (
    <div className="frame grid justify-items-start gap-6 py-20 md:py-28">
      <h1 className="max-w-xl text-4xl md:text-5xl">{t('notFoundTitle')}</h1>
      <p className="max-w-prose text-ink-soft">{t('notFoundText')}</p>
      <Link href={localePath(locale, '/')} className={buttonClass('secondary')}>
        {t('toHome')}
      </Link>
    </div>
  );
}
