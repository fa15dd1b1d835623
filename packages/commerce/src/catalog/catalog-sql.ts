import { Prisma } from '@holdfast/db/prisma';
import type { Channel, Market } from '../pricing/default-channel.ts';

/** Where a read looks: the channel's prices in a currency, its texts in a locale. */
export type Shelf = Market & Pick<Channel, 'defaultLocale'> & { channelId: string };

/** FROM and WHERE over the variants of a product that are sold on this shelf, as `variant` and `price`. */
export function soldVariants(shelf: Shelf, productId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    FROM variant
    JOIN variant_price AS price ON price.variant_id = variant.id
      AND price.channel_id = ${shelf.channelId}::uuid AND price.currency = ${shelf.currency}
    WHERE variant.product_id = ${productId} AND variant.archived_at IS NULL`;
}

/** What `price` was before; null when it was not higher. */
export const FORMER_PRICE = Prisma.sql`
  CASE WHEN price.compare_at_amount > price.amount THEN price.compare_at_amount END`;

/** A scalar subquery, because PostgreSQL pushes a correlated value into the view's aggregate only there. */
export const VARIANT_AVAILABILITY = Prisma.sql`
  coalesce((SELECT availability FROM variant_stock WHERE variant_id = variant.id), 'out_of_stock')`;

/** The product's title in the shelf's locale, else in the channel's default one. */
export function productTitle(shelf: Shelf, productId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    (SELECT title FROM product_translation
     WHERE product_id = ${productId} AND locale IN (${shelf.locale}, ${shelf.defaultLocale})
     ORDER BY locale = ${shelf.locale} DESC LIMIT 1)`;
}

/** The title of `category` in the shelf's locale, else in the channel's default one, else its handle. */
export function categoryTitle({
  locale,
  defaultLocale,
}: Pick<Shelf, 'locale' | 'defaultLocale'>): Prisma.Sql {
  return Prisma.sql`
    coalesce((SELECT title FROM category_translation
              WHERE category_id = category.id AND locale IN (${locale}, ${defaultLocale})
              ORDER BY locale = ${locale} DESC LIMIT 1), category.handle)`;
}

/** The categories of these handles and all that lies below them, as `wanted_category`. For WITH RECURSIVE. */
export function wantedCategories(handles: string[]): Prisma.Sql {
  return Prisma.sql`
    wanted_category(id) AS (
      SELECT id FROM category WHERE handle = ANY(${handles}::text[])
      UNION
      SELECT child.id FROM category AS child JOIN wanted_category ON child.parent_id = wanted_category.id
    )`;
}

/** The first image as JSON, null when there is none. */
export function productImage(productId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    (SELECT json_build_object('url', url, 'alt', alt) FROM product_image
     WHERE product_id = ${productId} ORDER BY position, id LIMIT 1)`;
}

/** A picture is described in the default locale alone; in another one the product's title is what can be said of it. */
export function describeImage(
  { url, alt }: { url: string; alt: string },
  title: string,
  { locale, defaultLocale }: Pick<Shelf, 'locale' | 'defaultLocale'>,
): { url: string; alt: string } {
  return { url, alt: locale === defaultLocale ? alt : title };
}
