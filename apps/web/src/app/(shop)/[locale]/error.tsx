'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { useMarket } from '../../../features/market/market-context.tsx';
import { localePath } from '../../../i18n/locales.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';

/** A page whose data did not come. The shell around it stands. */
export default function PageFailed({ retry }: { retry: () => void }) {
  const t = useTranslations('shell');
  const { locale } = useMarket();
  return (
    <div role="alert" className="frame grid justify-items-start gap-6 py-20 md:py-28">
      <h1 className="max-w-xl text-4xl md:text-5xl">{t('errorTitle')}</h1>
      <p className="max-w-prose text-ink-soft">{t('errorText')}</p>
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => retry()}>{t('retry')}</Button>
        <Link href={localePath(locale, '/')} className={buttonClass('quiet')}>
          {t('toHome')}
        </Link>
      </div>
    </div>
  );
}
