import type { Cart } from '@holdfast/shared/contracts/cart';
import type { Quote } from '@holdfast/shared/contracts/orders';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { trpc } from '../../api/client.ts';

export type Destination = { country: string | undefined; shippingMethod: string | undefined };

/** Of the cart's lines too: with them the price changes. */
export function quoteQuery(cart: Cart, { country, shippingMethod }: Destination) {
  const lines = cart.lines.map((line) => `${line.id} ${line.quantity}`).join();
  return queryOptions({
    queryKey: ['quote', cart.id, lines, country, shippingMethod],
    queryFn: () =>
      trpc.orders.quote.query({
        cartId: cart.id,
        ...(country && { shippingAddress: { country } }),
        ...(shippingMethod && { shippingMethod }),
      }),
    staleTime: 30_000,
    networkMode: 'always',
  });
}

/** What the order costs, sent there in that way. The last answer stays until the next one has come; `initial` is the first. */
export function useQuote(cart: Cart, destination: Destination, initial: Quote | undefined) {
  return useQuery({
    ...quoteQuery(cart, destination),
    ...(initial && isOf(initial, cart) && { initialData: initial }),
    placeholderData: keepPreviousData,
  });
}

function isOf(quote: Quote, cart: Cart): boolean {
  const goods = (lines: { variantId: string; quantity: number }[]) =>
    lines.map(({ variantId, quantity }) => `${variantId} ${quantity}`).join();
  return quote.totals.total.currency === cart.currency && goods(quote.lines) === goods(cart.lines);
}
