import type { Queryable } from '@holdfast/db/prisma';
import type { Cart } from '@holdfast/shared/contracts/cart';
import { MAX_QUANTITY } from '@holdfast/shared/contracts/common';
import { DomainError } from '@holdfast/shared/errors';
import type { Deps } from '../deps.ts';
import { randomToken } from '../infra/tokens.ts';
import { defaultChannel, resolveMarket } from '../pricing/default-channel.ts';
import { type CartHead, lockCart } from './load-cart.ts';
import { viewCart } from './read-cart.ts';

const MAX_LINES = 100;

export type AddToCartInput = {
  cartId?: string | undefined;
  variantId: string;
  quantity: number;
  currency?: string | undefined;
  locale?: string | undefined;
};

/**
 * Puts pieces of a variant into the cart, or into a new one. What is short in stock is added all the same and
 * named under `problems`: a wish is not an order.
 * @throws DomainError NOT_FOUND (cart or variant), VALIDATION (not for sale in this currency; too much)
 * @throws DomainError CART_ALREADY_PLACED
 */
export async function addToCart(deps: Deps, input: AddToCartInput): Promise<Cart> {
  const { cartId } = input;
  const fresh = cartId === undefined ? await newCart(deps, input) : null;
  return deps.db.primary.$transaction(async (tx) => {
    const head = fresh ? await insertCart(tx, fresh) : await lockCart(tx, cartId ?? '');
    await addLine(tx, head.id, input);
    return viewCart(tx, head);
  });
}

async function newCart(deps: Deps, input: AddToCartInput): Promise<CartHead> {
  const channel = await defaultChannel(deps);
  return {
    id: randomToken(),
    ...resolveMarket(channel, input),
    channelId: channel.id,
    taxIncluded: channel.taxIncluded,
    orderNumberPrefix: channel.orderNumberPrefix,
    orderNumber: null,
  };
}

async function insertCart(tx: Queryable, cart: CartHead): Promise<CartHead> {
  await tx.$executeRaw`
    INSERT INTO cart (id, channel_id, currency, locale)
    VALUES (${cart.id}, ${cart.channelId}::uuid, ${cart.currency}, ${cart.locale})`;
  return cart;
}

async function addLine(tx: Queryable, cartId: string, input: AddToCartInput): Promise<void> {
  const [written] = await tx.$queryRaw<{ quantity: number; lines: number }[]>`
    WITH sold AS (
      SELECT variant.id, price.amount
      FROM cart
      JOIN variant ON variant.id = ${input.variantId}::uuid AND variant.archived_at IS NULL
      JOIN product ON product.id = variant.product_id AND product.status = 'active'
      JOIN variant_price AS price ON price.variant_id = variant.id
        AND price.channel_id = cart.channel_id AND price.currency = cart.currency
      WHERE cart.id = ${cartId}
    ), line AS (
      INSERT INTO cart_line (cart_id, variant_id, quantity, seen_amount)
      SELECT ${cartId}, id, ${input.quantity}, amount FROM sold
      ON CONFLICT (cart_id, variant_id) DO UPDATE
        SET quantity = cart_line.quantity + excluded.quantity, seen_amount = excluded.seen_amount
      RETURNING quantity
    ), touched AS (
      UPDATE cart SET version = version + 1, updated_at = now() WHERE id = ${cartId}
    )
    SELECT line.quantity,
           (SELECT count(*) FROM cart_line WHERE cart_id = ${cartId} AND variant_id <> ${input.variantId}::uuid)::integer
             + 1 AS lines
    FROM line`;
  if (!written) await refuseUnsold(tx, input.variantId);
  else if (written.quantity > MAX_QUANTITY)
    throw tooMuch('quantity', `at most ${MAX_QUANTITY} pieces of one thing`);
  else if (written.lines > MAX_LINES) throw tooMuch('variantId', `at most ${MAX_LINES} different things`);
}

async function refuseUnsold(tx: Queryable, variantId: string): Promise<never> {
  const exists = await tx.variant.findFirst({
    where: { id: variantId, archivedAt: null, product: { status: 'active' } },
    select: { id: true },
  });
  if (!exists) throw new DomainError('NOT_FOUND', 'This is not for sale.');
  throw new DomainError('VALIDATION', 'This is not for sale in the currency of the cart.', {
    issues: [{ path: 'variantId', message: 'It has no price in the currency of the cart.' }],
  });
}

function tooMuch(path: string, limit: string): DomainError {
  return new DomainError('VALIDATION', `A cart holds ${limit}.`, {
    issues: [{ path, message: `A cart holds ${limit}.` }],
  });
}
