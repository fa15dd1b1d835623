import 'server-only';
import { cookies } from 'next/headers';
import type { Locale } from '../../i18n/locales.ts';
import {
  CURRENCY_COOKIE,
  defaultCurrency,
  isCurrency,
  type Market,
  THEME_COOKIE,
  THEMES,
  type Theme,
} from './market.ts';

export async function readMarket(locale: Locale): Promise<Market> {
  const chosen = (await cookies()).get(CURRENCY_COOKIE)?.value;
  return { locale, currency: isCurrency(chosen) ? chosen : defaultCurrency(locale) };
}

export async function readTheme(): Promise<Theme> {
  const chosen = (await cookies()).get(THEME_COOKIE)?.value;
  return THEMES.find((theme) => theme === chosen);
}
