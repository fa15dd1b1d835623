import type { Queryable } from '@holdfast/db/prisma';
import { moveStock } from '../../inventory/move-stock.ts';
import type { ImportContext } from './import-context.ts';
import type { StockPlan } from './plan-stock.ts';

/** Stock of the variants: missing items and levels are made, what is on hand changes by movements. */
export async function writeStock(
  tx: Queryable,
  stock: StockPlan,
  { locationId }: ImportContext,
): Promise<void> {
  await makeItems(tx, stock.newItems);
  await makeLevels(tx, stock.newLevels, locationId);
  await setLimits(tx, stock.raiseLimits, locationId);
  await moveStock(tx, {
    kind: 'import',
    changes: stock.moves.map((move) => ({ ...move, locationId, allocatedDelta: 0 })),
  });
  await setLimits(tx, stock.lowerLimits, locationId);
}

async function makeItems(tx: Queryable, items: StockPlan['newItems']): Promise<void> {
  if (items.length === 0) return;
  await tx.$executeRaw`
    WITH made AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(items)}::jsonb)
        AS i ("variantId" uuid, "stockItemId" uuid)
    ), item AS (
      INSERT INTO stock_item (id) SELECT "stockItemId" FROM made
    )
    INSERT INTO variant_component (variant_id, stock_item_id) SELECT "variantId", "stockItemId" FROM made`;
}

/** With a movement of what is on hand, so that movements sum to the level. */
async function makeLevels(tx: Queryable, levels: StockPlan['newLevels'], locationId: string): Promise<void> {
  if (levels.length === 0) return;
  await tx.$executeRaw`
    WITH made AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(levels)}::jsonb)
        AS l ("stockItemId" uuid, "onHand" integer, "backOrderLimit" integer)
    ), movement AS (
      INSERT INTO stock_movement (stock_item_id, location_id, kind, on_hand_delta)
      SELECT "stockItemId", ${locationId}::uuid, 'import', "onHand" FROM made WHERE "onHand" <> 0
    )
    INSERT INTO stock_level (stock_item_id, location_id, on_hand, back_order_limit)
    SELECT "stockItemId", ${locationId}::uuid, "onHand", "backOrderLimit" FROM made`;
}

async function setLimits(tx: Queryable, limits: StockPlan['raiseLimits'], locationId: string): Promise<void> {
  if (limits.length === 0) return;
  await tx.$executeRaw`
    UPDATE stock_level SET back_order_limit = "backOrderLimit", updated_at = now()
    FROM jsonb_to_recordset(${JSON.stringify(limits)}::jsonb) AS l ("stockItemId" uuid, "backOrderLimit" integer)
    WHERE stock_level.stock_item_id = "stockItemId" AND stock_level.location_id = ${locationId}::uuid`;
}
