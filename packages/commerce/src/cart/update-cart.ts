import type { Queryable } from '@holdfast/db/prisma';
import { retryConflicts } from '@holdfast/db/retry-conflicts';
import type { Cart } from '@holdfast/shared/contracts/cart';
import { DomainError } from '@holdfast/shared/errors';
import type { Deps } from '../deps.ts';
import { lockCart } from './load-cart.ts';
import { viewCart } from './read-cart.ts';

/**
 * Sets the quantity of a line; 0 takes it out. The line's price is from now on the one that the shopper has
 * just been shown.
 * @throws DomainError NOT_FOUND (cart or line), CART_ALREADY_PLACED
 */
export async function updateCart(
  deps: Deps,
  input: { cartId: string; lineId: string; quantity: number },
): Promise<Cart> {
  return retryConflicts(() =>
    deps.db.primary.$transaction(async (tx) => {
      await lockCart(tx, input.cartId);
      const changed = input.quantity === 0 ? await deleteLine(tx, input) : await setQuantity(tx, input);
      if (changed === 0) throw new DomainError('NOT_FOUND', 'The cart has no such line.');
      await tx.$executeRaw`UPDATE cart SET version = version + 1, updated_at = now() WHERE id = ${input.cartId}`;
      return viewCart(tx, input.cartId);
    }),
  );
}

function setQuantity(
  tx: Queryable,
  input: { cartId: string; lineId: string; quantity: number },
): Promise<number> {
  return tx.$executeRaw`
    UPDATE cart_line SET
      quantity = ${input.quantity},
      seen_amount = coalesce((
        SELECT price.amount FROM variant_price AS price
        JOIN cart ON cart.channel_id = price.channel_id AND cart.currency = price.currency
        WHERE cart.id = cart_line.cart_id AND price.variant_id = cart_line.variant_id
      ), seen_amount)
    WHERE id = ${input.lineId}::uuid AND cart_id = ${input.cartId}`;
}

function deleteLine(tx: Queryable, input: { cartId: string; lineId: string }): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM cart_line WHERE id = ${input.lineId}::uuid AND cart_id = ${input.cartId}`;
}
