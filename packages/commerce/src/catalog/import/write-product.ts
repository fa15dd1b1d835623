import type { Queryable } from '@holdfast/db/prisma';
import type { ImportContext } from './import-context.ts';
import type { ProductPlan } from './plan-product.ts';
import { writeStock } from './write-stock.ts';
import { writeVariants } from './write-variants.ts';

/** Where to write, and the place in "featured" order should the product be new. */
type Destination = ImportContext & { position: number };

/** Writes the plan in the caller's transaction; a part without changes costs no statement. */
export async function writeProduct(tx: Queryable, plan: ProductPlan, context: Destination): Promise<void> {
  await writeProductRow(tx, plan, context);
  await writeTexts(tx, plan);
  await writeCategories(tx, plan, context);
  await translateCategories(tx, plan);
  await writeImages(tx, plan);
  await writeOptions(tx, plan);
  await writeOptionTranslations(tx, plan);
  await writeVariants(tx, plan, context);
  await writeStock(tx, plan.stock, context);
}

async function writeProductRow(tx: Queryable, plan: ProductPlan, context: Destination): Promise<void> {
  if (!plan.product) return;
  const { status, vendor, tags } = plan.product;
  const publishedAt = status === 'active' ? new Date() : null;
  await tx.$executeRaw`
    INSERT INTO product (id, handle, status, vendor, tags, position, published_at)
    VALUES (${plan.productId}::uuid, ${plan.handle}, ${status}::product_status, ${vendor}, ${tags}::text[],
            ${context.position}, ${publishedAt})
    ON CONFLICT (id) DO UPDATE
      SET status = excluded.status, vendor = excluded.vendor, tags = excluded.tags, updated_at = now(),
          published_at = coalesce(product.published_at, excluded.published_at)`;
}

async function writeTexts(tx: Queryable, { productId, texts }: ProductPlan): Promise<void> {
  if (texts.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO product_translation (product_id, locale, title, description)
    SELECT ${productId}::uuid, locale, title, description
    FROM jsonb_to_recordset(${JSON.stringify(texts)}::jsonb)
      AS t (locale text, title text, description text)
    ON CONFLICT (product_id, locale) DO UPDATE
      SET title = excluded.title, description = excluded.description`;
}

/** A new category stands behind those that earlier products of the file have brought. */
async function writeCategories(tx: Queryable, plan: ProductPlan, context: Destination): Promise<void> {
  const { add, remove } = plan.categories;
  if (remove.length > 0) {
    await tx.$executeRaw`
      DELETE FROM product_category USING category
      WHERE product_category.product_id = ${plan.productId}::uuid
        AND category.id = product_category.category_id AND category.handle = ANY(${remove}::text[])`;
  }
  if (add.length === 0) return;
  // In the order of handles, so that two imports that bring the same new categories do not wait in a circle.
  await tx.$executeRaw`
    WITH wanted AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(add)}::jsonb) AS c (handle text, title text)
      ORDER BY handle
    ), made AS (
      INSERT INTO category (handle, position) SELECT handle, ${context.position} FROM wanted ON CONFLICT (handle) DO NOTHING
      RETURNING id, handle
    )
    INSERT INTO category_translation (category_id, locale, title)
    SELECT made.id, ${context.locale}, wanted.title FROM made JOIN wanted USING (handle)`;
  await tx.$executeRaw`
    INSERT INTO product_category (product_id, category_id)
    SELECT ${plan.productId}::uuid, id FROM category
    WHERE handle = ANY(${add.map(({ handle }) => handle)}::text[])
    ON CONFLICT DO NOTHING`;
}

async function translateCategories(tx: Queryable, { categories }: ProductPlan): Promise<void> {
  if (categories.translate.length === 0) return;
  // Products of one category are written at the same time: in one order, so that they do not wait in a circle.
  await tx.$executeRaw`
    INSERT INTO category_translation (category_id, locale, title)
    SELECT category.id, wanted.locale, wanted.text
    FROM jsonb_to_recordset(${JSON.stringify(categories.translate)}::jsonb)
      AS wanted (handle text, locale text, text text)
    JOIN category USING (handle)
    ORDER BY handle, wanted.locale
    ON CONFLICT (category_id, locale) DO UPDATE SET title = excluded.title
      WHERE category_translation.title <> excluded.title`;
}

async function writeImages(tx: Queryable, { productId, images }: ProductPlan): Promise<void> {
  if (images.remove.length > 0) {
    await tx.$executeRaw`DELETE FROM product_image WHERE id = ANY(${images.remove}::uuid[])`;
  }
  if (images.write.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO product_image (id, product_id, url, alt, position)
    SELECT id, ${productId}::uuid, url, alt, position
    FROM jsonb_to_recordset(${JSON.stringify(images.write)}::jsonb)
      AS i (id uuid, url text, alt text, position integer)
    ON CONFLICT (id) DO UPDATE SET alt = excluded.alt, position = excluded.position`;
}

async function writeOptions(tx: Queryable, { productId, options }: ProductPlan): Promise<void> {
  if (options.remove.length > 0) {
    await tx.$executeRaw`DELETE FROM product_option WHERE id = ANY(${options.remove}::uuid[])`;
  }
  if (options.write.length > 0) {
    await tx.$executeRaw`
      INSERT INTO product_option (id, product_id, name, position)
      SELECT id, ${productId}::uuid, name, position
      FROM jsonb_to_recordset(${JSON.stringify(options.write)}::jsonb)
        AS o (id uuid, name text, position integer)
      ON CONFLICT (id) DO UPDATE SET position = excluded.position`;
  }
  if (options.writeValues.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO product_option_value (id, option_id, value, position)
    SELECT id, "optionId", value, position
    FROM jsonb_to_recordset(${JSON.stringify(options.writeValues)}::jsonb)
      AS v (id uuid, "optionId" uuid, value text, position integer)
    ON CONFLICT (id) DO UPDATE SET position = excluded.position`;
}

async function writeOptionTranslations(tx: Queryable, { options }: ProductPlan): Promise<void> {
  if (options.translate.length > 0) {
    await tx.$executeRaw`
      INSERT INTO product_option_translation (option_id, locale, name)
      SELECT "optionId", locale, text
      FROM jsonb_to_recordset(${JSON.stringify(options.translate)}::jsonb)
        AS t ("optionId" uuid, locale text, text text)
      ON CONFLICT (option_id, locale) DO UPDATE SET name = excluded.name`;
  }
  if (options.translateValues.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO product_option_value_translation (option_value_id, locale, value)
    SELECT "optionValueId", locale, text
    FROM jsonb_to_recordset(${JSON.stringify(options.translateValues)}::jsonb)
      AS t ("optionValueId" uuid, locale text, text text)
    ON CONFLICT (option_value_id, locale) DO UPDATE SET value = excluded.value`;
}
