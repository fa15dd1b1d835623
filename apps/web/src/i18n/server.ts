import 'server-only';
import { notFound } from 'next/navigation';
import { createTranslator } from 'use-intl/core';
import { isLocale, type Locale } from './locales.ts';
import { MESSAGES, type Messages } from './messages.ts';

/** The words of one part of the shop, for what is rendered on the server. In the browser: `useTranslations`. */
export function translator<Part extends keyof Messages>(locale: Locale, part: Part) {
  return createTranslator({ locale, messages: MESSAGES[locale], namespace: part });
}

/** The language that a page's address names; an address in no language of ours is not found. */
export async function readLocale(params: Promise<{ locale: string }>): Promise<Locale> {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  return locale;
}
