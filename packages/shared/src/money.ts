import { z } from 'zod';

/**
 * The highest unit price, in minor units: a cart of 100 lines of 9,999 pieces with its tax stays below 2^53,
 * so that every sum is exact.
 */
export const MAX_UNIT_AMOUNT = 5_000_000_000;

/** ISO 4217 code, upper case. Which currencies a shop sells in is its channel's business. */
export const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, 'A currency is three capital letters, for example USD.');

/** An amount of money in minor units (cents, agorot). */
export const moneySchema = z.object({ amount: z.int(), currency: currencySchema });
export type Money = z.infer<typeof moneySchema>;

/**
 * `amount * numerator / denominator`, rounded half away from zero, which for the amounts of a sale is
 * "half-up". Exact for every safe integer: the product never goes through a float.
 */
export function shareHalfUp(amount: number, numerator: number, denominator: number): number {
  const n = BigInt(amount) * BigInt(numerator);
  const d = BigInt(denominator);
  const magnitude = ((n < 0n ? -n : n) * 2n + d) / (d * 2n);
  return Number(n < 0n ? -magnitude : magnitude);
}

/** Of the currencies that were asked for: making a formatter costs more than all that is done with it. */
const knownDigits = new Map<string, number>();

/** Number of digits behind the point of a currency: 2 for USD, 0 for JPY, 3 for KWD (CLDR, by Intl). */
export function minorUnitDigits(currency: string): number {
  const known = knownDigits.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  knownDigits.set(currency, digits);
  return digits;
}

/**
 * Reads a decimal such as "19.90" into minor units; null when it is not a plain decimal or has more digits than
 * the currency. Never goes through a float: 0.1 + 0.2 has no place in a price.
 */
export function parseDecimal(text: string, currency: string): number | null {
  const digits = minorUnitDigits(currency);
  const match = /^(-?)(\d{1,12})(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const [, sign = '', whole = '0', fraction = ''] = match;
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > digits) return null;
  const minor = Number(whole + kept.padEnd(digits, '0'));
  return sign === '-' && minor !== 0 ? -minor : minor;
}
