import type { Queryable } from '@holdfast/db/prisma';
import type { InventorySettings } from '@holdfast/shared/contracts/inventory';
import type { Deps } from '../deps.ts';
import { findSingleItem } from './find-single-item.ts';

/**
 * How a variant's stock is promised and told, from the primary.
 * @throws DomainError NOT_FOUND, VALIDATION (a bundle)
 */
export function readStockSettings(deps: Deps, input: { variantId: string }): Promise<InventorySettings> {
  return loadStockSettings(deps.db.primary, input.variantId);
}

export async function loadStockSettings(client: Queryable, variantId: string): Promise<InventorySettings> {
  const stockItemId = await findSingleItem(client, variantId);
  const [settings] = await client.$queryRaw<InventorySettings[]>`
    SELECT low_stock_level AS "lowStockLevel",
           coalesce((SELECT sum(back_order_limit) FROM stock_level WHERE stock_item_id = stock_item.id), 0)::integer
             AS "backOrderLimit"
    FROM stock_item WHERE id = ${stockItemId}::uuid`;
  if (!settings) throw new Error(`item ${stockItemId} is missing`);
  return settings;
}
