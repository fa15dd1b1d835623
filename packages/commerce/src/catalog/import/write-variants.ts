import type { Queryable } from '@holdfast/db/prisma';
import type { ImportContext } from './import-context.ts';
import type { ProductPlan } from './plan-product.ts';

/** Rows, chosen options and prices of the variants. */
export async function writeVariants(
  tx: Queryable,
  { productId, variants }: ProductPlan,
  context: ImportContext,
): Promise<void> {
  if (variants.archive.length > 0) {
    await tx.$executeRaw`
      UPDATE variant SET archived_at = now(), updated_at = now() WHERE id = ANY(${variants.archive}::uuid[])`;
  }
  if (variants.write.length > 0) {
    await tx.$executeRaw`
      INSERT INTO variant (id, product_id, option_key, sku, barcode, position, weight_grams, image_url)
      SELECT id, ${productId}::uuid, "optionKey", sku, barcode, position, grams, "imageUrl"
      FROM jsonb_to_recordset(${JSON.stringify(variants.write)}::jsonb)
        AS v (id uuid, "optionKey" text, sku text, barcode text, position integer, grams integer, "imageUrl" text)
      ON CONFLICT (id) DO UPDATE
        SET sku = excluded.sku, barcode = excluded.barcode, position = excluded.position,
            weight_grams = excluded.weight_grams, image_url = excluded.image_url, archived_at = NULL,
            updated_at = now()`;
  }
  await writeLinks(tx, variants);
  await writePrices(tx, variants.prices, context);
}

async function writeLinks(tx: Queryable, variants: ProductPlan['variants']): Promise<void> {
  if (variants.removeLinks.length > 0) {
    await tx.$executeRaw`
      DELETE FROM variant_option_value
      USING jsonb_to_recordset(${JSON.stringify(variants.removeLinks)}::jsonb)
        AS link ("variantId" uuid, "valueId" uuid)
      WHERE variant_id = link."variantId" AND option_value_id = link."valueId"`;
  }
  if (variants.addLinks.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO variant_option_value (variant_id, option_value_id)
    SELECT "variantId", "valueId"
    FROM jsonb_to_recordset(${JSON.stringify(variants.addLinks)}::jsonb)
      AS link ("variantId" uuid, "valueId" uuid)`;
}

async function writePrices(
  tx: Queryable,
  prices: ProductPlan['variants']['prices'],
  { channelId }: ImportContext,
): Promise<void> {
  if (prices.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO variant_price (variant_id, channel_id, currency, amount, compare_at_amount)
    SELECT "variantId", ${channelId}::uuid, currency, amount, "compareAt"
    FROM jsonb_to_recordset(${JSON.stringify(prices)}::jsonb)
      AS p ("variantId" uuid, currency text, amount bigint, "compareAt" bigint)
    ON CONFLICT (variant_id, channel_id, currency) DO UPDATE
      SET amount = excluded.amount, compare_at_amount = excluded.compare_at_amount, updated_at = now()`;
}
