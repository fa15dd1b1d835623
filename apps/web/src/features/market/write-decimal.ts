import { minorUnitDigits } from '@holdfast/shared/money';

/** 12990 and USD: "129.90", as it is written into a field. */
export function writeDecimal(amount: number, currency: string): string {
  const digits = minorUnitDigits(currency);
  if (digits === 0) return String(amount);
  const text = String(amount).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
