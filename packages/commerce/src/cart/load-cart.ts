import { Prisma, type Queryable } from '@holdfast/db/prisma';
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
  /** False when the product or the variant was taken out of the shop. */
  isSold: boolean;
};

/** A line as the shop shows it. `available`: pieces that could be ordered, back-orders included. */
export type ShownLine = LoadedLine & { available: number };

/** The columns of a `CartHead`, of `cart` and `channel`. */
export const CART_HEAD = Prisma.sql`
  cart.id, cart.currency, cart.locale, cart.channel_id AS "channelId", channel.tax_included AS "taxIncluded",
  channel.order_number_prefix AS "orderNumberPrefix",
  (SELECT number FROM orders WHERE orders.cart_id = cart.id) AS "orderNumber"`;

const CHOSEN_OPTIONS = Prisma.sql`(
  SELECT string_agg(coalesce(translation.value, value.value), ' / ' ORDER BY option.position)
  FROM variant_option_value AS pick
  JOIN product_option_value AS value ON value.id = pick.option_value_id
  JOIN product_option AS option ON option.id = value.option_id
  LEFT JOIN product_option_value_translation AS translation
    ON translation.option_value_id = value.id AND translation.locale = cart.locale
  WHERE pick.variant_id = variant.id)`;

/** The lines of `cart` as JSON, in the order in which they were added, priced in its currency and locale. */
export const CART_LINES = cartLines(Prisma.empty);

const SHOWN_LINES = cartLines(Prisma.sql`,
  'available', coalesce((SELECT available FROM variant_stock WHERE variant_id = variant.id), 0)`);

/** The cart at this moment, from one statement. @throws DomainError NOT_FOUND */
export async function loadCart(
  client: Queryable,
  cartId: string,
): Promise<{ head: CartHead; lines: ShownLine[] }> {
  const [row] = await client.$queryRaw<(CartHead & { lines: ShownLine[] })[]>`
    SELECT ${CART_HEAD}, ${SHOWN_LINES} AS lines
    FROM cart JOIN channel ON channel.id = cart.channel_id
    WHERE cart.id = ${cartId}`;
  if (!row) throw noSuchCart();
  const { lines, ...head } = row;
  return { head, lines };
}

/**
 * Takes the cart for this transaction alone: two tabs, or a tab and a checkout, follow each other.
 * @throws DomainError NOT_FOUND
 * @throws DomainError CART_ALREADY_PLACED: `details.orderNumber` says which order it became.
 */
export async function lockCart(tx: Queryable, cartId: string): Promise<void> {
  const [cart] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM cart WHERE id = ${cartId} FOR UPDATE`;
  if (!cart) throw noSuchCart();
  // A statement of its own: only what starts after the lock is held sees the order that another
  // transaction has just made of this cart.
  const [order] = await tx.$queryRaw<
    { number: string }[]
  >`SELECT number FROM orders WHERE cart_id = ${cartId}`;
  if (order) throw alreadyPlaced(order.number);
}

export function noSuchCart(): DomainError {
  return new DomainError('NOT_FOUND', 'There is no such cart.');
}

export function alreadyPlaced(orderNumber: string): DomainError {
  return new DomainError('CART_ALREADY_PLACED', `This cart has become order ${orderNumber}.`, {
    details: { orderNumber },
  });
}

function cartLines(moreFields: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    SELECT coalesce(json_agg(json_build_object(
      'id', line.id, 'variantId', line.variant_id, 'sku', variant.sku, 'quantity', line.quantity,
      'title', concat_ws(', ', coalesce(own.title, fallback.title, product.handle), ${CHOSEN_OPTIONS}),
      'handle', product.handle,
      'image', coalesce(variant.image_url, (
        SELECT url FROM product_image WHERE product_id = product.id ORDER BY position LIMIT 1)),
      'seenAmount', line.seen_amount, 'amount', price.amount,
      'isSold', product.status = 'active' AND variant.archived_at IS NULL ${moreFields}
    ) ORDER BY line.id), '[]')
    FROM cart_line AS line
    JOIN variant ON variant.id = line.variant_id
    JOIN product ON product.id = variant.product_id
    LEFT JOIN product_translation AS own ON own.product_id = product.id AND own.locale = cart.locale
    LEFT JOIN product_translation AS fallback
      ON fallback.product_id = product.id AND fallback.locale = channel.default_locale
    LEFT JOIN variant_price AS price ON price.variant_id = variant.id
      AND price.channel_id = cart.channel_id AND price.currency = cart.currency
    WHERE line.cart_id = cart.id)`;
}
