import type { Queryable } from '@holdfast/db/prisma';
import type { ImportContext } from './import-context.ts';
import type { PriceDraft, ProductDraft } from './product-draft.ts';
import type { Translated } from './translations.ts';

export type KnownOption = {
  id: string;
  name: string;
  position: number;
  translations: Translated[];
  values: { id: string; value: string; position: number; translations: Translated[] }[];
};

/** `stock` is null for a variant that takes no one item of its own, a bundle above all. */
export type KnownVariant = {
  id: string;
  optionKey: string;
  sku: string | null;
  barcode: string | null;
  position: number;
  grams: number;
  imageUrl: string | null;
  isArchived: boolean;
  isBundle: boolean;
  valueIds: string[];
  prices: PriceDraft[];
  stock: { stockItemId: string; level: KnownLevel | null } | null;
};

/** At the location that is imported to, in pieces. */
export type KnownLevel = { onHand: number; allocated: number; backOrderLimit: number };

/** A product as the database has it, in the words of the import. */
export type KnownProduct = {
  id: string;
  handle: string;
  status: ProductDraft['status'];
  vendor: string | null;
  tags: string[];
  texts: ProductDraft['texts'];
  categories: { handle: string; translations: Translated[] }[];
  images: { id: string; url: string; alt: string; position: number }[];
  options: KnownOption[];
  variants: KnownVariant[];
};

/** Those of the handles that exist, each with all that an import may change, in one statement. */
export async function loadProducts(
  client: Queryable,
  handles: string[],
  context: ImportContext,
): Promise<Map<string, KnownProduct>> {
  const products = await client.$queryRaw<KnownProduct[]>`
    SELECT product.id, product.handle, product.status::text AS status, product.vendor, product.tags,
      (SELECT coalesce(json_agg(json_build_object('locale', locale, 'title', title, 'description', description)), '[]')
       FROM product_translation WHERE product_id = product.id) AS texts,
      (SELECT coalesce(json_agg(json_build_object('handle', category.handle, 'translations', (
         SELECT coalesce(json_agg(json_build_object('locale', locale, 'text', title)), '[]')
         FROM category_translation WHERE category_id = category.id
       ))), '[]') FROM product_category
       JOIN category ON category.id = product_category.category_id
       WHERE product_category.product_id = product.id) AS categories,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'url', url, 'alt', alt, 'position', position)), '[]')
       FROM product_image WHERE product_id = product.id) AS images,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'position', position, 'translations', (
         SELECT coalesce(json_agg(json_build_object('locale', locale, 'text', translation.name)), '[]')
         FROM product_option_translation AS translation WHERE translation.option_id = product_option.id
       ), 'values', (
         SELECT coalesce(json_agg(json_build_object(
           'id', value.id, 'value', value.value, 'position', value.position, 'translations', (
             SELECT coalesce(json_agg(json_build_object('locale', locale, 'text', translation.value)), '[]')
             FROM product_option_value_translation AS translation WHERE translation.option_value_id = value.id
           ))), '[]')
         FROM product_option_value AS value WHERE value.option_id = product_option.id
       ))), '[]') FROM product_option WHERE product_id = product.id) AS options,
      (SELECT coalesce(json_agg(json_build_object(
         'id', variant.id, 'optionKey', variant.option_key, 'sku', variant.sku, 'barcode', variant.barcode,
         'position', variant.position, 'grams', variant.weight_grams, 'imageUrl', variant.image_url,
         'isArchived', variant.archived_at IS NOT NULL,
         'isBundle', parts.is_bundle,
         'valueIds', ARRAY(SELECT option_value_id FROM variant_option_value WHERE variant_id = variant.id),
         'prices', (SELECT coalesce(json_agg(json_build_object(
                      'currency', currency, 'amount', amount, 'compareAt', compare_at_amount)), '[]')
                    FROM variant_price
                    WHERE variant_id = variant.id AND channel_id = ${context.channelId}::uuid),
         'stock', CASE WHEN parts.stock_item_id IS NOT NULL THEN json_build_object(
           'stockItemId', parts.stock_item_id,
           'level', (SELECT json_build_object('onHand', on_hand, 'allocated', allocated,
                                              'backOrderLimit', back_order_limit)
                     FROM stock_level WHERE stock_item_id = parts.stock_item_id
                       AND location_id = ${context.locationId}::uuid)
         ) END)), '[]')
       FROM variant
       CROSS JOIN LATERAL (
         SELECT count(*) > 1 OR coalesce(max(quantity), 1) > 1 AS is_bundle,
                CASE WHEN count(*) = 1 AND max(quantity) = 1 THEN min(stock_item_id::text)::uuid END AS stock_item_id
         FROM variant_component WHERE variant_id = variant.id
       ) AS parts
       WHERE variant.product_id = product.id) AS variants
    FROM product
    WHERE product.handle = ANY(${handles}::text[])`;
  return new Map(products.map((product) => [product.handle, product]));
}
