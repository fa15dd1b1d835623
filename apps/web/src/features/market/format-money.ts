import type { Locale } from '../../i18n/locales.ts';
import { minorUnitDigits, type Money } from '@holdfast/shared/money';

/** "$24.00", "‏89.00 ₪": as the shopper's language writes the currency. */
export function formatMoney(money: Money, locale: Locale): string {
  const digits = minorUnitDigits(money.currency);
  return new Intl.NumberFormat(locale, { style: 'currency', currency: money.currency }).format(
    money.amount / 10 ** digits,
  );
}
