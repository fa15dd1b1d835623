import type { Queryable } from '@holdfast/db/prisma';

/** Handles of all products that are made of an item of this one's, itself among them: a change of its stock or its limits is seen on each. */
export async function findSharers(tx: Queryable, handle: string): Promise<string[]> {
  const products = await tx.$queryRaw<{ handle: string }[]>`
    SELECT ${handle} AS handle
    UNION
    SELECT product.handle
    FROM product AS changed
    JOIN variant AS own ON own.product_id = changed.id
    JOIN variant_component AS part ON part.variant_id = own.id
    JOIN variant_component AS other ON other.stock_item_id = part.stock_item_id
    JOIN variant ON variant.id = other.variant_id
    JOIN product ON product.id = variant.product_id
    WHERE changed.handle = ${handle}`;
  return products.map((product) => product.handle);
}
