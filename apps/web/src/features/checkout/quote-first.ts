import 'server-only';
import type { Cart } from '@holdfast/shared/contracts/cart';
import type { Quote } from '@holdfast/shared/contracts/orders';
import { publicApi } from '../../api/server.ts';

/** The quote of the page as it is first shown: sent to `country` in the first way there is. */
export async function quoteFirst(cart: Cart | null | undefined, country: string): Promise<Quote | undefined> {
  if (!cart || cart.lines.length === 0) return undefined;
  try {
    const client = await publicApi();
    const input = { cartId: cart.id, ...(country && { shippingAddress: { country } }) };
    const open = await client.orders.quote.query(input);
    const [first] = open.shippingMethods;
    return first ? await client.orders.quote.query({ ...input, shippingMethod: first.code }) : open;
  } catch {
    // The page asks again by itself.
    return undefined;
  }
}
