import { Prisma, type Queryable } from '@holdfast/db/prisma';
import type { Cart } from '@holdfast/shared/contracts/cart';
import { MAX_QUANTITY } from '@holdfast/shared/contracts/common';
import { DomainError } from '@holdfast/shared/errors';
import type { Deps } from '../deps.ts';
import { randomToken } from '../infra/tokens.ts';
import { defaultChannel, resolveMarket } from '../pricing/default-channel.ts';
import { alreadyPlaced, loadCart } from './load-cart.ts';
import { describeCart } from './read-cart.ts';

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
 * named under `problems`: a wish is not an order. Two tabs that add at once follow each other at the cart's row.
 * @throws DomainError NOT_FOUND (cart or variant), VALIDATION (not for sale in this currency; too much)
 * @throws DomainError CART_ALREADY_PLACED
 */
export async function addToCart(deps: Deps, input: AddToCartInput): Promise<Cart> {
  const client = deps.db.primary;
  const cartId = input.cartId ?? randomToken();
  const cart = input.cartId === undefined ? await newCart(deps, input, cartId) : existingCart(cartId);
  const isAdded = await addLine(client, cart, input);
  if (!isAdded && input.cartId === undefined) await refuseUnsold(client, input.variantId);
  const { head, lines } = await loadCart(client, cartId);
  // What was added after the checkout had taken the cart is in no order: whoever added it must hear that.
  if (head.orderNumber !== null) throw alreadyPlaced(head.orderNumber);
  if (!isAdded) {
    refuseTooMuch(lines, input);
    await refuseUnsold(client, input.variantId);
  }
  return describeCart(head, lines);
}

/** The row of a cart that is made with its first line. */
async function newCart(deps: Deps, input: AddToCartInput, cartId: string): Promise<Prisma.Sql> {
  const channel = await defaultChannel(deps);
  const { currency, locale } = resolveMarket(channel, input);
  return Prisma.sql`
    INSERT INTO cart (id, channel_id, currency, locale, version)
    SELECT ${cartId}, ${channel.id}::uuid, ${currency}, ${locale}, 1
    WHERE EXISTS (
      SELECT FROM variant JOIN product ON product.id = variant.product_id AND product.status = 'active'
      JOIN variant_price AS price ON price.variant_id = variant.id
        AND price.channel_id = ${channel.id}::uuid AND price.currency = ${currency}
      WHERE variant.id = ${input.variantId}::uuid AND variant.archived_at IS NULL)
    RETURNING id, channel_id, currency`;
}

/** The row of a cart that exists, taken until the line is written. */
function existingCart(cartId: string): Prisma.Sql {
  return Prisma.sql`
    UPDATE cart SET version = version + 1, updated_at = now() WHERE id = ${cartId}
    RETURNING id, channel_id, currency`;
}

/** @returns false when nothing was added: no such cart, not for sale, or too much. */
async function addLine(client: Queryable, cart: Prisma.Sql, input: AddToCartInput): Promise<boolean> {
  const added = await client.$queryRaw<unknown[]>`
    WITH cart AS (${cart}), sold AS (
      SELECT cart.id AS cart_id, variant.id, price.amount
      FROM cart
      JOIN variant ON variant.id = ${input.variantId}::uuid AND variant.archived_at IS NULL
      JOIN product ON product.id = variant.product_id AND product.status = 'active'
      JOIN variant_price AS price ON price.variant_id = variant.id
        AND price.channel_id = cart.channel_id AND price.currency = cart.currency
      WHERE (SELECT count(*) FROM cart_line
             WHERE cart_id = cart.id AND variant_id <> ${input.variantId}::uuid) < ${MAX_LINES}
    )
    INSERT INTO cart_line (cart_id, variant_id, quantity, seen_amount)
    SELECT cart_id, id, ${input.quantity}, amount FROM sold
    ON CONFLICT (cart_id, variant_id) DO UPDATE
      SET quantity = cart_line.quantity + excluded.quantity, seen_amount = excluded.seen_amount
      WHERE cart_line.quantity + excluded.quantity <= ${MAX_QUANTITY}
    RETURNING id`;
  return added.length > 0;
}

async function refuseUnsold(client: Queryable, variantId: string): Promise<never> {
  const exists = await client.variant.findFirst({
    where: { id: variantId, archivedAt: null, product: { status: 'active' } },
    select: { id: true },
  });
  if (!exists) throw new DomainError('NOT_FOUND', 'This is not for sale.');
  throw new DomainError('VALIDATION', 'This is not for sale in the currency of the cart.', {
    issues: [{ path: 'variantId', message: 'It has no price in the currency of the cart.' }],
  });
}

function refuseTooMuch(lines: { variantId: string; quantity: number }[], input: AddToCartInput): void {
  const line = lines.find(({ variantId }) => variantId === input.variantId);
  if (line && line.quantity + input.quantity > MAX_QUANTITY) {
    throw tooMuch('quantity', `at most ${MAX_QUANTITY} pieces of one thing`);
  }
  if (!line && lines.length >= MAX_LINES) throw tooMuch('variantId', `at most ${MAX_LINES} different things`);
}

function tooMuch(path: string, limit: string): DomainError {
  return new DomainError('VALIDATION', `A cart holds ${limit}.`, {
    issues: [{ path, message: `A cart holds ${limit}.` }],
  });
}
