import type { InventoryLevel } from '@holdfast/shared/contracts/inventory';
import { DomainError } from '@holdfast/shared/errors';
import { Prisma, type Queryable } from '@holdfast/db/prisma';
import type { Deps } from '../deps.ts';

/**
 * The stock of a variant, from the primary, summed over locations. For a bundle: what its scarcest component
 * allows.
 * @throws DomainError NOT_FOUND
 */
export function readLevel(deps: Deps, input: { variantId: string }): Promise<InventoryLevel> {
  return loadLevel(deps.db.primary, input.variantId);
}

export async function loadLevel(client: Queryable, variantId: string): Promise<InventoryLevel> {
  const [level] = await client.$queryRaw<InventoryLevel[]>`
    SELECT on_hand AS "onHand", allocated, available FROM (${variantLevel(Prisma.sql`${variantId}::uuid`)}) AS level`;
  if (!level) throw new DomainError('NOT_FOUND', 'There is no such variant.');
  return level;
}

/** `on_hand`, `allocated` and `available` of a variant; no row when it is made of nothing. */
export function variantLevel(variantId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT min(item.on_hand / component.quantity)::integer AS on_hand,
           max(item.allocated / component.quantity)::integer AS allocated,
           min(item.available / component.quantity)::integer AS available
    FROM variant_component AS component
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(on_hand), 0) AS on_hand, coalesce(sum(allocated), 0) AS allocated,
             coalesce(sum(on_hand + back_order_limit - allocated), 0) AS available
      FROM stock_level WHERE stock_item_id = component.stock_item_id
    ) AS item
    WHERE component.variant_id = ${variantId}
    GROUP BY component.variant_id`;
}
