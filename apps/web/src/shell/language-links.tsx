'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { LOCALE_NAMES, LOCALES, type Locale, localePath } from '../i18n/locales.ts';

/** The same page in the other languages. A whole new page: its direction, faces and prices are others. */
export function LanguageLinks({ locale, className }: { locale: Locale; className: string }) {
  const path = usePathname().replace(/^\/(?:en|he)(?=\/|$)/, '') || '/';
  const query = useSearchParams().toString();
  return LOCALES.map((other) => (
    <a
      key={other}
      href={localePath(other, path) + (query && `?${query}`)}
      hrefLang={other}
      lang={other}
      aria-current={other === locale ? 'true' : undefined}
      // For the name of a language alone, no face is fetched.
      className={other === locale ? className : `${className} font-[family-name:system-ui]`}
    >
      {LOCALE_NAMES[other]}
    </a>
  ));
}
