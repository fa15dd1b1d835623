import type { Queryable } from '@holdfast/db/prisma';
import type { StockMovementKind } from '@holdfast/shared/contracts/inventory';
import { showChanges } from '../listing/show-changes.ts';

/** By how much a level changes, in pieces. */
export type StockChange = {
  stockItemId: string;
  locationId: string;
  onHandDelta: number;
  allocatedDelta: number;
  /** The order that it is moved for. */
  orderId?: string;
};

export type StockMove = {
  kind: StockMovementKind;
  /** Several may be of one level: each becomes a movement, and the level changes by their sum. */
  changes: StockChange[];
  actorId?: string | null;
  reason?: string;
};

/**
 * The one way in which stock changes: levels and their movements in one statement. The caller has locked the
 * levels (`lockLevels`) and checked the change; the CHECKs of the table refuse what a bug would let through.
 * @returns handles of the products whose shown availability changed, and of bundles of several parts, whose other parts
 * may be changing as well. Shoppers see them changed with this transaction; `tellChanges` is the caller's. Most movements
 * change none, so a rush does not empty the cache that it needs.
 */
export async function moveStock(tx: Queryable, move: StockMove): Promise<string[]> {
  if (move.changes.length === 0) return [];
  const rows = await tx.$queryRaw<{ handle: string }[]>`
    WITH change AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(move.changes)}::jsonb)
        AS c ("stockItemId" uuid, "locationId" uuid, "onHandDelta" integer, "allocatedDelta" integer, "orderId" uuid)
    ), level AS (
      UPDATE stock_level
      SET on_hand = stock_level.on_hand + summed.on_hand, allocated = stock_level.allocated + summed.allocated,
          updated_at = now()
      FROM (
        SELECT "stockItemId", "locationId", sum("onHandDelta")::integer AS on_hand,
               sum("allocatedDelta")::integer AS allocated
        FROM change GROUP BY "stockItemId", "locationId"
      ) AS summed
      WHERE stock_level.stock_item_id = summed."stockItemId" AND stock_level.location_id = summed."locationId"
    ), movement AS (
      INSERT INTO stock_movement
        (stock_item_id, location_id, kind, on_hand_delta, allocated_delta, reason, order_id, actor_id)
      SELECT "stockItemId", "locationId", ${move.kind}::stock_movement_kind, "onHandDelta", "allocatedDelta",
             ${move.reason ?? null}, "orderId", ${move.actorId ?? null}::uuid
      FROM change
    ), touched AS (
      SELECT DISTINCT variant_id FROM variant_component
      WHERE stock_item_id IN (SELECT "stockItemId" FROM change)
    ), item AS (
      SELECT stock_item.id, stock_item.low_stock_level,
             coalesce(sum(l.on_hand - l.allocated), 0)::integer AS free,
             coalesce(sum(l.on_hand + l.back_order_limit - l.allocated), 0)::integer AS available,
             coalesce((SELECT sum("onHandDelta" - "allocatedDelta") FROM change
                       WHERE "stockItemId" = stock_item.id), 0)::integer AS delta
      FROM stock_item
      LEFT JOIN stock_level l ON l.stock_item_id = stock_item.id
      WHERE stock_item.id IN (
        SELECT stock_item_id FROM variant_component WHERE variant_id IN (SELECT variant_id FROM touched))
      GROUP BY stock_item.id
    ), shown AS (
      SELECT component.variant_id,
             stock_availability(min(free / quantity), min(available / quantity), max(low_stock_level)) AS before,
             stock_availability(min((free + delta) / quantity), min((available + delta) / quantity),
                                max(low_stock_level)) AS after,
             count(*) > 1 AS "hasParts"
      FROM variant_component AS component
      JOIN item ON item.id = component.stock_item_id
      WHERE component.variant_id IN (SELECT variant_id FROM touched)
      GROUP BY component.variant_id
    )
    SELECT DISTINCT product.handle
    FROM shown
    JOIN variant ON variant.id = shown.variant_id
    JOIN product ON product.id = variant.product_id
    -- What another transaction is doing to the other parts of a bundle cannot be seen here.
    WHERE shown.before <> shown.after OR shown."hasParts"`;
  const handles = rows.map((row) => row.handle);
  await showChanges(tx, handles);
  return handles;
}
