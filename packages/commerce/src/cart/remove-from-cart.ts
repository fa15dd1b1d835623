import type { Cart } from '@holdfast/shared/contracts/cart';
import type { Deps } from '../deps.ts';
import { updateCart } from './update-cart.ts';

/**
 * Takes a line out of the cart.
 * @throws DomainError NOT_FOUND (cart or line), CART_ALREADY_PLACED
 */
export function removeFromCart(deps: Deps, input: { cartId: string; lineId: string }): Promise<Cart> {
  return updateCart(deps, { ...input, quantity: 0 });
}
