import type { Quote } from '@holdfast/shared/contracts/orders';
import { DomainError } from '@holdfast/shared/errors';
import type { CartHead, LoadedLine } from '../cart/load-cart.ts';
import type { ShippingMethod, Terms } from '../pricing/load-terms.ts';
import {
  type OrderAmounts,
  type PricedAmounts,
  priceLine,
  sumOrder,
  type TaxRule,
  toTotals,
} from '../pricing/price-lines.ts';

export type PricedLine = LoadedLine & { amounts: PricedAmounts; unitAmount: number };

/** A cart with everything that it would cost. */
export type PricedOrder = {
  head: CartHead;
  lines: PricedLine[];
  terms: Terms;
  rule: TaxRule;
  amounts: OrderAmounts;
};

/** Prices a cart's lines for a destination, with the shipping of `method`, if one is chosen. */
export function priceOrder(
  cart: { head: CartHead; lines: LoadedLine[] },
  terms: Terms,
  method: ShippingMethod | undefined,
): PricedOrder {
  const rule = { basisPoints: terms.basisPoints, taxIncluded: cart.head.taxIncluded };
  const lines = cart.lines.map((line) => {
    const unitAmount = line.amount ?? line.seenAmount;
    return { ...line, unitAmount, amounts: priceLine(unitAmount, line.quantity, rule) };
  });
  const amounts = sumOrder(
    lines.map((line) => line.amounts),
    method?.price ?? 0,
    rule,
  );
  return { head: cart.head, lines, terms, rule, amounts };
}

/** @throws DomainError VALIDATION: no such method for this channel and currency. */
export function chooseShipping(terms: Terms, code: string): ShippingMethod {
  const method = terms.shippingMethods.find((candidate) => candidate.code === code);
  if (method) return method;
  const known = terms.shippingMethods.map((candidate) => candidate.code).join(', ');
  throw new DomainError('VALIDATION', 'This shipping method is not offered.', {
    issues: [{ path: 'shippingMethod', message: `Offered are: ${known || 'none'}.` }],
  });
}

export function toQuote(order: PricedOrder): Quote {
  const { currency } = order.head;
  const money = (amount: number) => ({ amount, currency });
  return {
    lines: order.lines.map((line) => ({
      variantId: line.variantId,
      title: line.title,
      quantity: line.quantity,
      unitPrice: money(line.unitAmount),
      net: money(line.amounts.net),
      tax: money(line.amounts.tax),
      gross: money(line.amounts.gross),
      taxRate: order.rule.basisPoints / 10_000,
    })),
    totals: toTotals(order.amounts, currency),
    taxIncluded: order.rule.taxIncluded,
    shippingMethods: order.terms.shippingMethods.map(({ code, title, price }) => ({
      code,
      title,
      price: money(price),
    })),
  };
}
