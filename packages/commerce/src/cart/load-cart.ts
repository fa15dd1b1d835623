import type { Queryable } from '@holdfast/db/prisma';
import { DomainError } from '@holdfast/shared/errors';

/** A cart's own row with what its channel says. */
export type CartHead = {
  id: string;
  currency: string;
  locale: string;
  channelId: string;
  taxIncluded: boolean;
  orderNumberPrefix: string;
  /** The order that it became; null while it is a cart. */
  orderNumber: string | null;
};

/** A line with what the shop says of its variant at this moment. Amounts in minor units. */
export type LoadedLine = {
  id: string;
  variantId: string;
  sku: string | null;
  title: string;
  handle: string;
  image: string | null;
  quantity: number;
  /** The price that the shopper saw when the line was written. */
  seenAmount: number;
  /** Null when the variant has no price in the cart's currency. */
  amount: number | null;
  /** False when the product or the variant has been taken out of the shop. */
  isSold: boolean;
  /** Pieces that may be sold, back-orders included. */
  available: number;
};

/** @throws DomainError NOT_FOUND */
export async function loadCartHead(client: Queryable, cartId: string): Promise<CartHead> {
  const [head] = await client.$queryRaw<CartHead[]>`
    SELECT cart.id, cart.currency, cart.locale, cart.channel_id AS "channelId",
           channel.tax_included AS "taxIncluded", channel.order_number_prefix AS "orderNumberPrefix",
           orders.number AS "orderNumber"
    FROM cart
    JOIN channel ON channel.id = cart.channel_id
    LEFT JOIN orders ON orders.cart_id = cart.id
    WHERE cart.id = ${cartId}`;
  if (!head) throw noSuchCart();
  return head;
}

/**
 * Takes the cart for this transaction alone: two tabs, or a tab and a checkout, follow each other.
 * @throws DomainError NOT_FOUND
 * @throws DomainError CART_ALREADY_PLACED: `details.orderNumber` says which order it became.
 */
export async function lockCart(tx: Queryable, cartId: string): Promise<CartHead> {
  const [cart] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM cart WHERE id = ${cartId} FOR UPDATE`;
  if (!cart) throw noSuchCart();
  // A statement of its own: only what starts after the lock is held sees the order that another
  // transaction has just made of this cart.
  const head = await loadCartHead(tx, cartId);
  if (head.orderNumber === null) return head;
  throw new DomainError('CART_ALREADY_PLACED', `This cart has become order ${head.orderNumber}.`, {
    details: { orderNumber: head.orderNumber },
  });
}

/** The lines in the order in which they were added, priced in the cart's currency and locale. */
export async function loadCartLines(client: Queryable, cart: CartHead): Promise<LoadedLine[]> {
  return client.$queryRaw<LoadedLine[]>`
    SELECT line.id, line.variant_id AS "variantId", variant.sku, line.quantity,
           concat_ws(', ', coalesce(own.title, fallback.title, product.handle), chosen.title) AS title,
           product.handle, coalesce(variant.image_url, picture.url) AS image,
           line.seen_amount::float8 AS "seenAmount", price.amount::float8 AS amount,
           (product.status = 'active' AND variant.archived_at IS NULL) AS "isSold",
           coalesce(stock.available, 0) AS available
    FROM cart_line AS line
    JOIN variant ON variant.id = line.variant_id
    JOIN product ON product.id = variant.product_id
    JOIN channel ON channel.id = ${cart.channelId}::uuid
    LEFT JOIN product_translation AS own ON own.product_id = product.id AND own.locale = ${cart.locale}
    LEFT JOIN product_translation AS fallback
      ON fallback.product_id = product.id AND fallback.locale = channel.default_locale
    LEFT JOIN variant_price AS price
      ON price.variant_id = variant.id AND price.channel_id = channel.id AND price.currency = ${cart.currency}
    LEFT JOIN LATERAL (
      SELECT string_agg(coalesce(translation.value, value.value), ' / ' ORDER BY option.position) AS title
      FROM variant_option_value AS pick
      JOIN product_option_value AS value ON value.id = pick.option_value_id
      JOIN product_option AS option ON option.id = value.option_id
      LEFT JOIN product_option_value_translation AS translation
        ON translation.option_value_id = value.id AND translation.locale = ${cart.locale}
      WHERE pick.variant_id = variant.id
    ) AS chosen ON true
    LEFT JOIN LATERAL (
      SELECT url FROM product_image WHERE product_id = product.id ORDER BY position LIMIT 1
    ) AS picture ON true
    LEFT JOIN LATERAL (
      SELECT available FROM variant_stock WHERE variant_id = variant.id
    ) AS stock ON true
    WHERE line.cart_id = ${cart.id}
    ORDER BY line.id`;
}

function noSuchCart(): DomainError {
  return new DomainError('NOT_FOUND', 'There is no such cart.');
}
