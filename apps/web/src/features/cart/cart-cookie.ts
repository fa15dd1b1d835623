import { CART_COOKIE } from '../market/market.ts';

export const CART_COOKIE_SECONDS = 60 * 24 * 3600;

/** In the browser only; on the server see `read-cart.ts`. */
export function readCartId(): string | undefined {
  const found = document.cookie.split('; ').find((entry) => entry.startsWith(`${CART_COOKIE}=`));
  return found?.slice(CART_COOKIE.length + 1) || undefined;
}

export function writeCartId(cartId: string | undefined): void {
  const life = cartId ? CART_COOKIE_SECONDS : 0;
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  // The Cookie Store API is not in every browser that the shop serves.
  // oxlint-disable-next-line unicorn/no-document-cookie
  document.cookie = `${CART_COOKIE}=${cartId ?? ''}; Path=/; Max-Age=${life}; SameSite=Lax${secure}`;
}
