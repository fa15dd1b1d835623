import { MAX_UNIT_AMOUNT, parseDecimal } from '@holdfast/shared/money';
import { formatMoney } from '../market/format-money.ts';
import { writeDecimal } from '../market/write-decimal.ts';

export type PriceFields = { price: string; compareAt: string };
type PriceErrors = Partial<Record<keyof PriceFields, string>>;
/** Minor units. */
export type PriceChange = { amount: number; compareAt: number | null };

/** What the fields say in minor units, or what is wrong with each of them. An empty former price is none. */
export function readPriceForm(
  fields: PriceFields,
  currency: string,
): { change: PriceChange } | { errors: PriceErrors } {
  const amount = readAmount(fields.price, currency);
  const compareAt = fields.compareAt.trim() === '' ? null : readAmount(fields.compareAt, currency);
  const errors: PriceErrors = {};
  if (typeof amount === 'string') errors.price = amount;
  if (typeof compareAt === 'string') errors.compareAt = compareAt;
  if (typeof amount === 'string' || typeof compareAt === 'string') return { errors };
  if (compareAt !== null && compareAt <= amount) {
    return { errors: { compareAt: 'The former price must be above the price. Leave it empty for none.' } };
  }
  return { change: { amount, compareAt } };
}

function readAmount(text: string, currency: string): number | string {
  const amount = parseDecimal(text, currency);
  if (amount === null) return `Write a number such as ${writeDecimal(1990, currency)}.`;
  if (amount < 0) return 'It cannot be below zero.';
  if (amount > MAX_UNIT_AMOUNT) {
    return `It can be ${formatMoney({ amount: MAX_UNIT_AMOUNT, currency }, 'en')} at most.`;
  }
  return amount;
}

/** More than twice or less than half of what it was: rather a slip of the finger than a decision. */
export function isBigStep(from: number, to: number): boolean {
  return from > 0 && (to > from * 2 || to < from / 2);
}
