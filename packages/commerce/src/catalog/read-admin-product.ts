import { Prisma } from '@holdfast/db/prisma';
import type { AdminProduct } from '@holdfast/shared/contracts/catalog';
import { DomainError } from '@holdfast/shared/errors';
import type { Deps } from '../deps.ts';
import { variantLevel } from '../inventory/read-level.ts';
import { defaultChannel } from '../pricing/default-channel.ts';
import { FORMER_PRICE } from './catalog-sql.ts';

type PriceRow = { currency: string; amount: number; compareAt: number | null };
type VariantRow = Omit<AdminProduct['variants'][number], 'prices' | 'title'> & {
  values: string[];
  prices: PriceRow[];
};
type ProductRow = Omit<AdminProduct, 'currencies' | 'variants'> & { variants: VariantRow[] };

/**
 * A product for the shop's operator, in whatever status: prices in each currency of the channel and the stock of each
 * variant on sale, from the primary.
 * @throws DomainError NOT_FOUND
 */
export async function readAdminProduct(deps: Deps, input: { handle: string }): Promise<AdminProduct> {
  const channel = await defaultChannel(deps);
  const currencies = [...new Set([channel.defaultCurrency, ...channel.currencies])];
  const [row] = await deps.db.primary.$queryRaw<ProductRow[]>`
    SELECT id, handle, status, vendor,
           coalesce((SELECT title FROM product_translation
                     WHERE product_id = product.id AND locale = ${channel.defaultLocale}), handle) AS title,
           (SELECT coalesce(json_agg(json_build_object('url', url, 'alt', alt) ORDER BY position, id), '[]')
            FROM product_image WHERE product_id = product.id) AS images,
           ${variantsJson(channel.id, currencies)} AS variants
    FROM product
    WHERE handle = ${input.handle}`;
  if (!row) throw new DomainError('NOT_FOUND', `There is no product "${input.handle}".`);
  return { ...row, currencies, variants: row.variants.map((variant) => toVariant(variant, row.title)) };
}

function variantsJson(channelId: string, currencies: string[]): Prisma.Sql {
  return Prisma.sql`(
    SELECT coalesce(json_agg(json_build_object(
      'id', variant.id,
      'sku', variant.sku,
      'values', variant.option_key::json,
      'image', (SELECT url FROM product_image
                WHERE product_image.product_id = variant.product_id AND url = variant.image_url),
      'prices', (
        SELECT coalesce(json_agg(json_build_object(
                 'currency', price.currency, 'amount', price.amount, 'compareAt', ${FORMER_PRICE})
               ORDER BY array_position(${currencies}::text[], price.currency::text)), '[]')
        FROM variant_price AS price
        WHERE price.variant_id = variant.id AND price.channel_id = ${channelId}::uuid
          AND price.currency = ANY(${currencies}::text[])),
      'onHand', coalesce(level.on_hand, 0),
      'allocated', coalesce(level.allocated, 0),
      'available', coalesce(level.available, 0)
    ) ORDER BY variant.position, variant.id), '[]')
    FROM variant
    LEFT JOIN LATERAL (${variantLevel(Prisma.sql`variant.id`)}) AS level ON true
    WHERE variant.product_id = product.id AND variant.archived_at IS NULL)`;
}

function toVariant(
  { values, prices, ...variant }: VariantRow,
  productTitle: string,
): AdminProduct['variants'][number] {
  return {
    ...variant,
    title: values.join(' / ') || productTitle,
    prices: prices.map(({ currency, amount, compareAt }) => ({
      price: { amount, currency },
      compareAt: compareAt === null ? null : { amount: compareAt, currency },
    })),
  };
}
