'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { localePath } from '../../i18n/locales.ts';
import { buttonClass } from '../../ui/button.tsx';
import { useMarket } from '../market/market-context.tsx';

/** No such order, or a wrong token: the shop does not say which. */
export function OrderNotFound() {
  const t = useTranslations('orders');
  const { locale } = useMarket();
  return (
    <div className="mx-auto grid w-full max-w-2xl justify-items-start gap-5 px-4 py-16 sm:px-6">
      <h1 className="text-3xl">{t('notFound')}</h1>
      <p>{t('notFoundWhy')}</p>
      <Link href={localePath(locale, '/')} className={buttonClass()}>
        {t('seeGoods')}
      </Link>
    </div>
  );
}
