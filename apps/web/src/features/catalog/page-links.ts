import type { Metadata } from 'next';
import { DEFAULT_LOCALE, LOCALES, type Locale, localePath } from '../../i18n/locales.ts';
import { MESSAGES } from '../../i18n/messages.ts';

/** The address of this shop, for what must name it whole. */
export function siteUrl(path: string): string {
  return new URL(path, process.env.WEB_URL ?? 'http://localhost:3000').toString();
}

/** A page's own address, and those of the same page in the other languages. */
export function pageLinks(locale: Locale, path: string): NonNullable<Metadata['alternates']> {
  return {
    canonical: siteUrl(localePath(locale, path)),
    languages: { ...languageLinks(path), 'x-default': siteUrl(localePath(DEFAULT_LOCALE, path)) },
  };
}

/** What a page shared elsewhere says of itself, beside its own title and picture. */
export function openGraphOf(locale: Locale, path: string): NonNullable<Metadata['openGraph']> {
  const url = siteUrl(localePath(locale, path));
  return { type: 'website', siteName: MESSAGES[locale].shell.siteName, locale, url };
}

export function languageLinks(path: string): Record<string, string> {
  return Object.fromEntries(LOCALES.map((locale) => [locale, siteUrl(localePath(locale, path))]));
}
