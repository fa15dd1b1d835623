import 'server-only';
import { cookies } from 'next/headers';
import { publicApi } from '../../api/server.ts';
import { CART_COOKIE } from '../market/market.ts';
import { type CartView, getCart } from './cart-view.ts';

export async function readCartId(): Promise<string | undefined> {
  return (await cookies()).get(CART_COOKIE)?.value || undefined;
}

/** The cart that the page's cookie names, signed in or not; undefined while it cannot be read. */
export async function readCart(): Promise<CartView | undefined> {
  try {
    return await getCart(await publicApi(), await readCartId());
  } catch {
    return undefined;
  }
}
