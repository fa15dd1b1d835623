import { Prisma, type Queryable } from '@holdfast/db/prisma';

/** Handles of all products that are made of an item of this product's: a change of its stock or its limits is seen on each. */
export function findProductSharers(tx: Queryable, handle: string): Promise<string[]> {
  return findSharers(
    tx,
    Prisma.sql`SELECT variant.id FROM variant JOIN product ON product.id = product_id WHERE handle = ${handle}`,
  );
}

/** The same of one variant's items. */
export function findVariantSharers(tx: Queryable, variantId: string): Promise<string[]> {
  return findSharers(tx, Prisma.sql`SELECT ${variantId}::uuid`);
}

async function findSharers(tx: Queryable, variantIds: Prisma.Sql): Promise<string[]> {
  const products = await tx.$queryRaw<{ handle: string }[]>`
    SELECT DISTINCT product.handle
    FROM variant_component AS own
    JOIN variant_component AS other ON other.stock_item_id = own.stock_item_id
    JOIN variant ON variant.id = other.variant_id
    JOIN product ON product.id = variant.product_id
    WHERE own.variant_id IN (${variantIds})`;
  return products.map(({ handle }) => handle);
}
