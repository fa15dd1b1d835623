import type { Cart } from '@holdfast/shared/contracts/cart';
import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { trpc } from '../../api/client.ts';
import { errorCode } from '../../api/errors.ts';
import { useMarket } from '../market/market-context.tsx';
import type { Market } from '../market/market.ts';
import { readCartId, writeCartId } from './cart-cookie.ts';
import { onChangeElsewhere, tellOtherTabs } from './other-tabs.ts';
import { type Addition, addToCart, type CartView, EMPTY_CART, isOfMarket, loadCart } from './cart-view.ts';

const FRESH_MS = 30_000;

/** Of all changes of the cart: they are sent one after the other, and each shows at once. */
const CHANGE = { mutationKey: ['cart'], scope: { id: 'cart' }, networkMode: 'always' } as const;

function cartQuery(market: Market) {
  return queryOptions({
    queryKey: ['cart', market.locale, market.currency],
    queryFn: async () => {
      const cartId = readCartId();
      const view = await loadCart(trpc, cartId, market);
      if (view.cart?.id !== cartId) writeCartId(view.cart?.id);
      return view;
    },
    staleTime: FRESH_MS,
    // Another tab may have changed it.
    refetchOnWindowFocus: 'always',
    networkMode: 'always',
  });
}

/** The cart; `initial` is what the server has read for this page. */
export function useCart(initial?: CartView) {
  const market = useMarket();
  const isRight = !initial?.cart || isOfMarket(initial.cart, market);
  return useQuery({
    ...cartQuery(market),
    ...(initial && {
      initialData: initial,
      ...(isRight && !initial.note ? {} : { initialDataUpdatedAt: 0 }),
    }),
  });
}

/** Puts pieces into the cart. */
export function useAddToCart() {
  const market = useMarket();
  const queries = useQueryClient();
  return useMutation({
    ...CHANGE,
    mutationFn: async (addition: Addition) => {
      // First in the page's currency: what is added must have a price in the currency of the cart.
      await queries.ensureQueryData(cartQuery(market));
      return addToCart(trpc, addition, { cartId: readCartId(), market });
    },
    onSuccess: (cart) => {
      writeCartId(cart.id);
      return accept(queries, market, cart);
    },
  });
}

type LineChange = { lineId: string; quantity: number };

/** Sets a line's quantity, 0 takes it out. Shown at once, taken back when it is refused. */
export function useSetQuantity() {
  const market = useMarket();
  const queries = useQueryClient();
  const { queryKey } = cartQuery(market);
  return useMutation({
    ...CHANGE,
    mutationFn: (change: LineChange) => trpc.cart.update.mutate({ cartId: readCartId() ?? '', ...change }),
    onMutate: async (change) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      queries.setQueryData(queryKey, (view) =>
        view?.cart ? { ...view, cart: preview(view.cart, change) } : view,
      );
      return before;
    },
    onSuccess: (cart) => accept(queries, market, cart),
    onError: async (error, _change, before) => {
      const code = errorCode(error);
      if (code === 'CART_ALREADY_PLACED') {
        writeCartId(undefined);
        queries.setQueryData(queryKey, { cart: null, note: { kind: 'placed' } });
        return;
      }
      if (before) queries.setQueryData(queryKey, before);
      // The line or the whole cart is gone: what is there now is another story.
      if (code === 'NOT_FOUND') await queries.invalidateQueries({ queryKey });
    },
  });
}

/** Shows what the shop's other tabs do to the cart. */
export function useChangesElsewhere(): void {
  const { locale, currency } = useMarket();
  const queries = useQueryClient();
  useEffect(() => {
    const market = { locale, currency };
    const { queryKey } = cartQuery(market);
    return onChangeElsewhere(market, () => {
      // The answer to a change of this tab's own shows both.
      if (queries.isMutating({ mutationKey: CHANGE.mutationKey }) > 0) return;
      void queries.invalidateQueries({ queryKey });
    });
  }, [queries, locale, currency]);
}

/** After the cart has become an order. */
export function useForgetCart() {
  const market = useMarket();
  const queries = useQueryClient();
  return () => {
    writeCartId(undefined);
    queries.setQueryData(cartQuery(market).queryKey, EMPTY_CART);
    tellOtherTabs(market);
  };
}

/** An answer that a later change has overtaken would for a moment show what was before. */
function accept(queries: QueryClient, market: Market, cart: Cart): void {
  if (queries.isMutating({ mutationKey: CHANGE.mutationKey }) > 1) return;
  queries.setQueryData(cartQuery(market).queryKey, { cart, note: null });
  tellOtherTabs(market);
}

/** What the cart will be, as far as it can be told without asking. */
function preview(cart: Cart, { lineId, quantity }: LineChange): Cart {
  const lines = cart.lines
    .map((line) => {
      if (line.id !== lineId) return line;
      return { ...line, quantity, total: { ...line.total, amount: line.unitPrice.amount * quantity } };
    })
    .filter((line) => line.quantity > 0);
  const amount = lines.reduce((sum, line) => sum + line.total.amount, 0);
  const sum = { amount, currency: cart.currency };
  return {
    ...cart,
    lines,
    totals: { ...cart.totals, subtotal: sum, total: sum },
    problems: cart.problems.filter((problem) => problem.lineId !== lineId),
  };
}
