import type { Queryable } from '@holdfast/db/prisma';

/** `price` in minor units of the asked currency. */
export type ShippingMethod = { code: string; title: string; price: number };

/** What a cart costs beside its goods: how it can travel, and what tax its destination asks (1800 is 18 %). */
export type Terms = { shippingMethods: ShippingMethod[]; basisPoints: number };

export type TermsQuery = {
  channelId: string;
  currency: string;
  locale: string;
  /** ISO 3166-1 alpha-2; without one no tax is known yet. */
  country?: string | undefined;
};

export async function loadTerms(client: Queryable, query: TermsQuery): Promise<Terms> {
  const [terms] = await client.$queryRaw<Terms[]>`
    SELECT
      coalesce((SELECT basis_points FROM tax_rate
                WHERE channel_id = channel.id AND country = ${query.country ?? ''}), 0) AS "basisPoints",
      coalesce((
        SELECT jsonb_agg(
          jsonb_build_object('code', method.code, 'price', price.amount,
                             'title', coalesce(own.title, fallback.title, method.code))
          ORDER BY method.position)
        FROM shipping_method AS method
        JOIN shipping_method_price AS price
          ON price.shipping_method_id = method.id AND price.currency = ${query.currency}
        LEFT JOIN shipping_method_translation AS own
          ON own.shipping_method_id = method.id AND own.locale = ${query.locale}
        LEFT JOIN shipping_method_translation AS fallback
          ON fallback.shipping_method_id = method.id AND fallback.locale = channel.default_locale
        WHERE method.channel_id = channel.id AND method.is_active
      ), '[]') AS "shippingMethods"
    FROM channel WHERE channel.id = ${query.channelId}::uuid`;
  return terms ?? { shippingMethods: [], basisPoints: 0 };
}
