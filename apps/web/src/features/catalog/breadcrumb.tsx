import Link from 'next/link';
import { type Locale, localePath } from '../../i18n/locales.ts';
import { translator } from '../../i18n/server.ts';
import { BreadcrumbData, type Crumb } from './structured-data.tsx';

/** The way to this page, which is its last part. */
export function Breadcrumb({ crumbs, locale }: { crumbs: Crumb[]; locale: Locale }) {
  const t = translator(locale, 'catalog');
  const all = [{ title: t('product.home'), path: '/' }, ...crumbs];
  return (
    <nav aria-label={t('product.breadcrumb')}>
      <ol className="flex flex-wrap items-center gap-x-2 text-sm text-ink-soft">
        {all.map(({ title, path }, index) => (
          <li key={path} className="flex items-center gap-x-2">
            {index > 0 && (
              <span aria-hidden="true" className="text-line-strong">
                /
              </span>
            )}
            {index < all.length - 1 ? (
              <Link
                href={localePath(locale, path)}
                prefetch={false}
                className="inline-flex min-h-11 items-center hover:text-ink hover:underline md:min-h-8"
              >
                {title}
              </Link>
            ) : (
              <span aria-current="page" className="text-ink">
                {title}
              </span>
            )}
          </li>
        ))}
      </ol>
      <BreadcrumbData crumbs={all} locale={locale} />
    </nav>
  );
}
