import type { AppRouter } from '@holdfast/api/router';
import type { Cart } from '@holdfast/shared/contracts/cart';
import type { TRPCClient } from '@trpc/client';
import { errorCode } from '../../api/errors.ts';
import type { Market } from '../market/market.ts';

/** The shopper's cart, with what has to be said about it. No cart and a cart without lines are both empty. */
export type CartView = { cart: Cart | null; note: CartNote | null };

/**
 * `forgotten`: the API does not know it any more. `left_out`: what the page's currency has no price for.
 * `other_currency`: nothing in it has such a price, so it stays as it was.
 */
export type CartNote =
  | { kind: 'forgotten' }
  | { kind: 'placed' }
  | { kind: 'left_out'; titles: string[] }
  | { kind: 'other_currency' };

export const EMPTY_CART: CartView = { cart: null, note: null };

type Api = TRPCClient<AppRouter>;

export function countPieces(cart: Cart | null): number {
  return cart?.lines.reduce((sum, line) => sum + line.quantity, 0) ?? 0;
}

export function isOfMarket(cart: Cart, market: Market): boolean {
  return cart.currency === market.currency && cart.locale === market.locale;
}

/** The cart as it is; one that the API does not know is an empty one, with a word about it. */
export async function getCart(client: Api, cartId: string | undefined): Promise<CartView> {
  if (!cartId) return EMPTY_CART;
  try {
    return { cart: await client.cart.get.query({ cartId }), note: null };
  } catch (error) {
    const code = errorCode(error);
    if (code === 'NOT_FOUND' || code === 'VALIDATION') return { cart: null, note: { kind: 'forgotten' } };
    throw error;
  }
}

/** The cart in the market's currency and language: a cart of another market is made anew with the same lines. */
export async function loadCart(client: Api, cartId: string | undefined, market: Market): Promise<CartView> {
  const view = await getCart(client, cartId);
  if (!view.cart || isOfMarket(view.cart, market)) return view;
  return remakeCart(client, view.cart, market);
}

async function remakeCart(client: Api, old: Cart, market: Market): Promise<CartView> {
  let cart: Cart | null = null;
  const titles: string[] = [];
  for (const { variantId, quantity, title } of old.lines) {
    try {
      cart = await client.cart.add.mutate({ cartId: cart?.id, variantId, quantity, ...market });
    } catch (error) {
      const code = errorCode(error);
      if (code !== 'VALIDATION' && code !== 'NOT_FOUND') throw error;
      titles.push(title);
    }
  }
  if (!cart && titles.length > 0) return { cart: old, note: { kind: 'other_currency' } };
  return { cart, note: titles.length > 0 ? { kind: 'left_out', titles } : null };
}

export type Addition = { variantId: string; quantity: number };

/** Adds to the cart; to a new one when there is none, or it is gone or ordered. */
export async function addToCart(
  client: Api,
  addition: Addition,
  { cartId, market }: { cartId: string | undefined; market: Market },
): Promise<Cart> {
  try {
    return await client.cart.add.mutate({ ...addition, cartId, ...market });
  } catch (error) {
    const code = errorCode(error);
    // NOT_FOUND is said of the variant too; then a new cart does not help, and the second answer says so.
    if (!cartId || (code !== 'NOT_FOUND' && code !== 'CART_ALREADY_PLACED')) throw error;
    return client.cart.add.mutate({ ...addition, ...market });
  }
}
