import type { Totals } from '@holdfast/shared/contracts/cart';
import { type Money, shareHalfUp } from '@holdfast/shared/money';

/** How a destination is taxed. `basisPoints`: 1800 is 18 %. `taxIncluded`: prices hold their tax. */
export type TaxRule = { basisPoints: number; taxIncluded: boolean };

/** Amounts in minor units. `subtotal` is as shown in the shop; gross = net + tax. */
export type PricedAmounts = { subtotal: number; net: number; tax: number; gross: number };

/** Prices one line; tax is rounded half-up once per line, so that totals are sums of what is stored. */
export function priceLine(unitAmount: number, quantity: number, rule: TaxRule): PricedAmounts {
  const subtotal = unitAmount * quantity;
  if (rule.taxIncluded) {
    const tax = shareHalfUp(subtotal, rule.basisPoints, 10_000 + rule.basisPoints);
    return { subtotal, net: subtotal - tax, tax, gross: subtotal };
  }
  const tax = shareHalfUp(subtotal, rule.basisPoints, 10_000);
  return { subtotal, net: subtotal, tax, gross: subtotal + tax };
}

/** Minor units. With `taxIncluded` the tax is a part of the total, else it comes on top. */
export type OrderAmounts = {
  subtotal: number;
  discount: number;
  shipping: number;
  shippingTax: number;
  tax: number;
  total: number;
};

/** Sums priced lines and the shipping, which is taxed like the goods. */
export function sumOrder(lines: PricedAmounts[], shipping: number, rule: TaxRule): OrderAmounts {
  const subtotal = sum(lines.map((line) => line.subtotal));
  const shippingTax = priceLine(shipping, 1, rule).tax;
  const tax = sum(lines.map((line) => line.tax)) + shippingTax;
  const discount = 0;
  const total = subtotal - discount + shipping + (rule.taxIncluded ? 0 : tax);
  return { subtotal, discount, shipping, shippingTax, tax, total };
}

export function toTotals(amounts: Omit<OrderAmounts, 'shippingTax'>, currency: string): Totals {
  const money = (amount: number): Money => ({ amount, currency });
  return {
    subtotal: money(amounts.subtotal),
    discount: money(amounts.discount),
    shipping: money(amounts.shipping),
    tax: money(amounts.tax),
    total: money(amounts.total),
  };
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
