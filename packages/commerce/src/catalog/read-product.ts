import { Prisma, type Queryable } from '@holdfast/db/prisma';
import {
  availabilitySchema,
  type CatalogProductInput,
  type Product,
} from '@holdfast/shared/contracts/catalog';
import { DomainError } from '@holdfast/shared/errors';
import type { Deps } from '../deps.ts';
import type { CacheRead } from '../infra/cache/cache.ts';
import {
  categoryTitle,
  describeImage,
  FORMER_PRICE,
  productTitle,
  type Shelf,
  soldVariants,
  VARIANT_AVAILABILITY,
} from './catalog-sql.ts';
import { CATEGORIES_TAG, productTag } from './cache-tags.ts';
import { openShelf } from './open-shelf.ts';

type VariantRow = {
  id: string;
  sku: string | null;
  options: { name: string; value: string }[];
  amount: number;
  compareAt: number | null;
  availability: string;
  image: string | null;
};

type ProductRow = {
  id: string;
  title: string | null;
  description: string | null;
  categories: Product['categories'];
  images: Product['images'];
  options: Product['options'];
  variants: VariantRow[];
};

/**
 * All that a product page shows. Variants without a price in the currency are not for sale in it.
 * @throws DomainError NOT_FOUND when there is none of this handle, or it is not published or not sold in this currency.
 * @throws DomainError VALIDATION when the channel does not sell in the currency.
 */
export async function readProduct(deps: Deps, input: CatalogProductInput): Promise<Product> {
  const shelf = await openShelf(deps, input);
  const wanted: CacheRead = {
    family: 'catalog.product',
    key: JSON.stringify([input.handle, shelf.locale, shelf.currency]),
    tags: [productTag(input.handle), CATEGORIES_TAG],
    ttlSeconds: 60,
    minLsn: deps.position?.minLsn,
    trace: deps.trace,
  };
  // An unknown handle is an answer too: thrown from the fill it would look like a failing database.
  const product = await deps.cache.read(wanted, ({ client }) => findProduct(client, input.handle, shelf));
  if (!product) throw new DomainError('NOT_FOUND', `There is no product "${input.handle}" for sale.`);
  return product;
}

async function findProduct(client: Queryable, handle: string, shelf: Shelf): Promise<Product | null> {
  const id = Prisma.sql`product.id`;
  const [row] = await client.$queryRaw<ProductRow[]>`
    SELECT product.id,
           ${productTitle(shelf, id)} AS title,
           (SELECT description FROM product_translation
            WHERE product_id = product.id AND locale IN (${shelf.locale}, ${shelf.defaultLocale})
            ORDER BY locale = ${shelf.locale} DESC LIMIT 1) AS description,
           (SELECT coalesce(json_agg(json_build_object('url', url, 'alt', alt) ORDER BY position, id), '[]')
            FROM product_image WHERE product_id = product.id) AS images,
           (SELECT coalesce(json_agg(json_build_object('handle', category.handle, 'title', ${categoryTitle(shelf)})
                                     ORDER BY category.position, category.handle), '[]')
            FROM product_category JOIN category ON category.id = product_category.category_id
            WHERE product_category.product_id = product.id) AS categories,
           ${optionsJson(shelf)} AS options,
           ${variantsJson(shelf)} AS variants
    FROM product
    WHERE handle = ${handle} AND status = 'active'`;
  return row && row.variants.length > 0 ? toProduct(row, handle, shelf) : null;
}

/** Only values that some variant for sale has: a shopper cannot choose what nobody sells. */
function optionsJson(shelf: Shelf): Prisma.Sql {
  return Prisma.sql`(
    SELECT coalesce(json_agg(json_build_object('name', name, 'values', values) ORDER BY position), '[]')
    FROM (
      SELECT ${optionName(shelf)} AS name, product_option.position,
             json_agg(${optionValue(shelf)} ORDER BY option_value.position) AS values
      FROM product_option
      JOIN product_option_value AS option_value ON option_value.option_id = product_option.id
      WHERE product_option.product_id = product.id AND EXISTS (
        SELECT ${soldVariants(shelf, Prisma.sql`product.id`)} AND EXISTS (
          SELECT FROM variant_option_value
          WHERE variant_id = variant.id AND option_value_id = option_value.id))
      GROUP BY product_option.id
    ) AS option)`;
}

function variantsJson(shelf: Shelf): Prisma.Sql {
  return Prisma.sql`(
    SELECT coalesce(json_agg(json_build_object(
      'id', variant.id,
      'sku', variant.sku,
      'amount', price.amount,
      'compareAt', ${FORMER_PRICE},
      'availability', ${VARIANT_AVAILABILITY},
      'image', (SELECT url FROM product_image
                WHERE product_image.product_id = variant.product_id AND url = variant.image_url),
      'options', (
        SELECT coalesce(json_agg(json_build_object('name', ${optionName(shelf)}, 'value', ${optionValue(shelf)})
                                 ORDER BY product_option.position), '[]')
        FROM variant_option_value
        JOIN product_option_value AS option_value ON option_value.id = variant_option_value.option_value_id
        JOIN product_option ON product_option.id = option_value.option_id
        WHERE variant_option_value.variant_id = variant.id)
    ) ORDER BY variant.position, variant.id), '[]')
    ${soldVariants(shelf, Prisma.sql`product.id`)})`;
}

function optionName({ locale }: Shelf): Prisma.Sql {
  return Prisma.sql`coalesce((SELECT translation.name FROM product_option_translation AS translation
    WHERE translation.option_id = product_option.id AND translation.locale = ${locale}), product_option.name)`;
}

function optionValue({ locale }: Shelf): Prisma.Sql {
  return Prisma.sql`coalesce((SELECT translation.value FROM product_option_value_translation AS translation
    WHERE translation.option_value_id = option_value.id AND translation.locale = ${locale}), option_value.value)`;
}

function toProduct(row: ProductRow, handle: string, shelf: Shelf): Product {
  const title = row.title ?? handle;
  const { currency } = shelf;
  return {
    id: row.id,
    handle,
    title,
    description: row.description ?? '',
    categories: row.categories,
    images: row.images.map((image) => describeImage(image, title, shelf)),
    options: row.options,
    variants: row.variants.map(({ amount, compareAt, availability, ...variant }) => ({
      ...variant,
      title: variant.options.map(({ value }) => value).join(' / ') || title,
      price: { amount, currency },
      compareAt: compareAt === null ? null : { amount: compareAt, currency },
      availability: availabilitySchema.parse(availability),
    })),
  };
}
