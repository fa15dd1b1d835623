import type { Quote } from '@holdfast/shared/contracts/orders';
import { loadCartHead, loadCartLines } from '../cart/load-cart.ts';
import type { Deps } from '../deps.ts';
import { loadTerms } from '../pricing/load-terms.ts';
import { chooseShipping, priceOrder, toQuote } from './price-order.ts';

export type QuoteOrderInput = {
  cartId: string;
  shippingAddress?: { country?: string | undefined } | undefined;
  shippingMethod?: string | undefined;
};

/**
 * What the cart would cost, sent there in that way. Without an address no tax is known, without a method no
 * shipping is in the total yet.
 * @throws DomainError NOT_FOUND (cart), VALIDATION (shipping method not offered)
 */
export async function quoteOrder(deps: Deps, input: QuoteOrderInput): Promise<Quote> {
  const client = deps.db.primary;
  const head = await loadCartHead(client, input.cartId);
  const [lines, terms] = await Promise.all([
    loadCartLines(client, head),
    loadTerms(client, { ...head, country: input.shippingAddress?.country }),
  ]);
  const method = input.shippingMethod ? chooseShipping(terms, input.shippingMethod) : undefined;
  return toQuote(priceOrder({ head, lines }, terms, method));
}
