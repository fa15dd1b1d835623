import type { Pool } from 'pg';

const PRODUCT = `
  SELECT product.id, handle, title, description
  FROM product JOIN product_translation ON product_id = product.id AND locale = 'en'
  WHERE handle = $1 AND status = 'active'`;
const CATEGORIES = `
  SELECT handle, title
  FROM product_category
  JOIN category ON category.id = product_category.category_id
  JOIN category_translation ON category_translation.category_id = category.id AND locale = 'en'
  WHERE product_id = $1 ORDER BY position, handle`;
const IMAGES = `SELECT url, alt FROM product_image WHERE product_id = $1 ORDER BY position, id`;
const OPTIONS = `
  SELECT name, array_agg(value ORDER BY product_option_value.position) AS values
  FROM product_option JOIN product_option_value ON option_id = product_option.id
  WHERE product_id = $1 GROUP BY product_option.id ORDER BY product_option.position`;
const VARIANTS = `
  SELECT variant.id, sku, image_url AS image, amount::float8, compare_at_amount::float8, currency,
         (SELECT availability FROM variant_stock WHERE variant_id = variant.id),
         (SELECT coalesce(json_agg(json_build_object('name', name, 'value', value) ORDER BY product_option.position), '[]')
          FROM variant_option_value
          JOIN product_option_value ON product_option_value.id = option_value_id
          JOIN product_option ON product_option.id = option_id
          WHERE variant_id = variant.id) AS options
  FROM variant
  JOIN variant_price ON variant_price.variant_id = variant.id
  JOIN channel ON channel.id = channel_id AND is_default AND currency = default_currency
  WHERE product_id = $1 AND archived_at IS NULL ORDER BY variant.position, variant.id`;

type VariantRow = {
  id: string;
  sku: string | null;
  image: string | null;
  amount: number;
  compare_at_amount: number | null;
  currency: string;
  availability: string;
  options: { name: string; value: string }[];
};

/** The same JSON as that of the API's `catalog.product`; null when there is no such product. */
export async function readProduct(pool: Pool, handle: string): Promise<object | null> {
  const [product] = (await pool.query(PRODUCT, [handle])).rows;
  if (!product) return null;
  const [categories, images, options, variants] = await Promise.all(
    [CATEGORIES, IMAGES, OPTIONS, VARIANTS].map((sql) => pool.query(sql, [product.id])),
  );
  return {
    ...product,
    categories: categories?.rows,
    images: images?.rows,
    options: options?.rows,
    variants: variants?.rows.map((row: VariantRow) => toVariant(row, product.title)),
  };
}

function toVariant({ amount, compare_at_amount, currency, ...variant }: VariantRow, title: string): object {
  return {
    ...variant,
    title: variant.options.map(({ value }) => value).join(' / ') || title,
    price: { amount, currency },
    compareAt: compare_at_amount === null ? null : { amount: compare_at_amount, currency },
  };
}
