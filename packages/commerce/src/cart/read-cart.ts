import type { Queryable } from '@holdfast/db/prisma';
import type { Cart, CartProblem } from '@holdfast/shared/contracts/cart';
import type { Deps } from '../deps.ts';
import { toTotals } from '../pricing/price-lines.ts';
import { type CartHead, loadCart, type ShownLine } from './load-cart.ts';

/**
 * The cart at today's prices, from the primary, with what stands in the way of ordering it as `problems`.
 * @throws DomainError NOT_FOUND
 */
export function readCart(deps: Deps, input: { cartId: string }): Promise<Cart> {
  return viewCart(deps.db.primary, input.cartId);
}

/** @throws DomainError NOT_FOUND */
export async function viewCart(client: Queryable, cartId: string): Promise<Cart> {
  const { head, lines } = await loadCart(client, cartId);
  return describeCart(head, lines);
}

export function describeCart(head: CartHead, lines: ShownLine[]): Cart {
  const subtotal = lines.reduce((sum, line) => sum + unitAmount(line) * line.quantity, 0);
  return {
    id: head.id,
    currency: head.currency,
    locale: head.locale,
    taxIncluded: head.taxIncluded,
    lines: lines.map((line) => ({
      id: line.id,
      variantId: line.variantId,
      title: line.title,
      handle: line.handle,
      image: line.image,
      quantity: line.quantity,
      unitPrice: { amount: unitAmount(line), currency: head.currency },
      total: { amount: unitAmount(line) * line.quantity, currency: head.currency },
    })),
    // Shipping and tax depend on where it goes: `orders.quote` knows them.
    totals: toTotals({ subtotal, discount: 0, shipping: 0, tax: 0, total: subtotal }, head.currency),
    problems: lines.flatMap(problemsOf),
  };
}

function unitAmount(line: ShownLine): number {
  return line.amount ?? line.seenAmount;
}

function problemsOf(line: ShownLine): CartProblem[] {
  if (!line.isSold || line.amount === null) return [{ code: 'unavailable', lineId: line.id }];
  const problems: CartProblem[] = [];
  if (line.available <= 0) problems.push({ code: 'out_of_stock', lineId: line.id, available: 0 });
  else if (line.available < line.quantity) {
    problems.push({ code: 'insufficient_stock', lineId: line.id, available: line.available });
  }
  if (line.amount !== line.seenAmount) problems.push({ code: 'price_changed', lineId: line.id });
  return problems;
}
