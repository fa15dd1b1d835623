import type { Money } from '@holdfast/shared/money';
import type { Locale } from '../../i18n/locales.ts';

/** "$24.00", "‏89.00 ₪": as the shopper's language writes the currency. Amounts are in minor units. */
export function formatMoney(money: Money, locale: Locale): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency: money.currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(money.amount / 10 ** digits);
}
