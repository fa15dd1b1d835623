/** The languages of the shop. English has no prefix in its addresses, the others have their own. */
export const LOCALES = ['en', 'he'] as const;
export type Locale = (typeof LOCALES)[number];
export const DEFAULT_LOCALE: Locale = 'en';

/** Named in its own language, as a switch between languages must. */
export const LOCALE_NAMES: Record<Locale, string> = { en: 'English', he: 'עברית' };

export function isLocale(text: string): text is Locale {
  return (LOCALES as readonly string[]).includes(text);
}

export function directionOf(locale: Locale): 'ltr' | 'rtl' {
  return locale === 'he' ? 'rtl' : 'ltr';
}

/** The address of a page in a language: `/cart` is `/cart` in English and `/he/cart` in Hebrew. */
export function localePath(locale: Locale, path: string): string {
  if (locale === DEFAULT_LOCALE) return path;
  return path === '/' ? `/${locale}` : `/${locale}${path}`;
}
