import { Prisma } from '@holdfast/db/prisma';

/** `price` in minor units of the asked currency. */
export type ShippingMethod = { code: string; title: string; price: number };

/** What a cart costs beside its goods: how it can travel, and what tax its destination asks (1800 is 18 %). */
export type Terms = { shippingMethods: ShippingMethod[]; basisPoints: number };

/** The `Terms` of `cart` as JSON. `country`: SQL of an ISO 3166-1 alpha-2 code; null while it is not known, then no tax is. */
export function cartTerms(country: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`json_build_object(
    'basisPoints', coalesce((
      SELECT basis_points FROM tax_rate
      WHERE tax_rate.channel_id = cart.channel_id AND tax_rate.country = ${country}), 0),
    'shippingMethods', coalesce((
      SELECT json_agg(
        json_build_object('code', method.code, 'price', price.amount,
                          'title', coalesce(own.title, fallback.title, method.code))
        ORDER BY method.position)
      FROM shipping_method AS method
      JOIN shipping_method_price AS price
        ON price.shipping_method_id = method.id AND price.currency = cart.currency
      LEFT JOIN shipping_method_translation AS own
        ON own.shipping_method_id = method.id AND own.locale = cart.locale
      LEFT JOIN shipping_method_translation AS fallback
        ON fallback.shipping_method_id = method.id AND fallback.locale = channel.default_locale
      WHERE method.channel_id = cart.channel_id AND method.is_active), '[]'))`;
}
