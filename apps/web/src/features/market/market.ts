import type { Locale } from '../../i18n/locales.ts';

/** What the shop sells in. */
export const CURRENCIES = ['USD', 'EUR', 'ILS'] as const;
export type Currency = (typeof CURRENCIES)[number];

/** What a page is shown in: its language by its address, its currency by the shopper's choice. */
export type Market = { locale: Locale; currency: Currency };

export const THEMES = ['light', 'dark'] as const;
/** Undefined: as the system has it. */
export type Theme = (typeof THEMES)[number] | undefined;

export const CURRENCY_COOKIE = 'hf_currency';
export const THEME_COOKIE = 'hf_theme';
export const CART_COOKIE = 'hf_cart';

const CURRENCY_OF: Record<Locale, Currency> = { en: 'USD', he: 'ILS' };

export function isCurrency(text: string | undefined): text is Currency {
  return (CURRENCIES as readonly (string | undefined)[]).includes(text);
}

/** The currency of a shopper who has chosen none. */
export function defaultCurrency(locale: Locale): Currency {
  return CURRENCY_OF[locale];
}
