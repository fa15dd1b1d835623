import type { Metadata } from 'next';
import Link from 'next/link';
import { type Locale, localePath } from '../i18n/locales.ts';
import { translator } from '../i18n/server.ts';
import { buttonClass } from '../ui/button.tsx';
import { readCategories } from '../features/catalog/read-categories.ts';

/** The head of a page that is not there. */
export function notFoundMetadata(locale: Locale): Metadata {
  return { title: translator(locale, 'shell')('notFoundTitle'), robots: { index: false } };
}

/** What an address without a page shows. Its status is 404: see proxy.ts. */
export async function NotFoundView({ locale }: { locale: Locale }) {
  const t = translator(locale, 'shell');
  const categories = await readCategories(locale);
  return (
    <div className="frame grid gap-6 py-20 md:py-28">
      <p className="font-figures text-sm text-ink-soft">404</p>
      <h1 className="max-w-xl text-4xl md:text-5xl">{t('notFoundTitle')}</h1>
      <p className="max-w-prose text-ink-soft">{t('notFoundText')}</p>
      <ul className="flex flex-wrap gap-3">
        {categories.map(({ handle, title }) => (
          <li key={handle}>
            <Link href={localePath(locale, `/c/${handle}`)} className={buttonClass('secondary')}>
              {title}
            </Link>
          </li>
        ))}
      </ul>
      <p>
        <Link href={localePath(locale, '/')} className={buttonClass('quiet', '-ms-5')}>
          {t('toHome')}
        </Link>
      </p>
    </div>
  );
}
