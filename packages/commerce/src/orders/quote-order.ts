import { Prisma } from '@holdfast/db/prisma';
import type { Quote } from '@holdfast/shared/contracts/orders';
import { CART_HEAD, CART_LINES, type CartHead, type LoadedLine, noSuchCart } from '../cart/load-cart.ts';
import type { Deps } from '../deps.ts';
import { cartTerms, type Terms } from '../pricing/load-terms.ts';
import { chooseShipping, priceOrder, toQuote } from './price-order.ts';

export type QuoteOrderInput = {
  cartId: string;
  shippingAddress?: { country?: string | undefined } | undefined;
  shippingMethod?: string | undefined;
};

type Row = CartHead & { lines: LoadedLine[]; terms: Terms };

/**
 * What the cart would cost, sent there in that way. Without an address no tax is known, without a method no
 * shipping is in the total yet.
 * @throws DomainError NOT_FOUND (cart), VALIDATION (shipping method not offered)
 */
export async function quoteOrder(deps: Deps, input: QuoteOrderInput): Promise<Quote> {
  const country = Prisma.sql`${input.shippingAddress?.country ?? null}`;
  const [row] = await deps.db.primary.$queryRaw<Row[]>`
    SELECT ${CART_HEAD}, ${CART_LINES} AS lines, ${cartTerms(country)} AS terms
    FROM cart JOIN channel ON channel.id = cart.channel_id
    WHERE cart.id = ${input.cartId}`;
  if (!row) throw noSuchCart();
  const { lines, terms, ...head } = row;
  const method = input.shippingMethod ? chooseShipping(terms, input.shippingMethod) : undefined;
  return toQuote(priceOrder({ head, lines }, terms, method));
}
