import type { Queryable } from '@holdfast/db/prisma';

/** A level as it is while it is locked, in pieces. */
export type LockedLevel = {
  stockItemId: string;
  locationId: string;
  onHand: number;
  allocated: number;
  backOrderLimit: number;
};

/**
 * Locks the levels of the items until the transaction ends, always in the same order, so that two orders of
 * the same things wait for each other instead of for themselves. Locations come in the order in which they
 * are to be emptied.
 */
export async function lockLevels(tx: Queryable, stockItemIds: string[]): Promise<LockedLevel[]> {
  const levels = await tx.$queryRaw<(LockedLevel & { priority: number })[]>`
    SELECT stock_item_id AS "stockItemId", location_id AS "locationId", on_hand AS "onHand", allocated,
           back_order_limit AS "backOrderLimit", stock_location.priority
    FROM stock_level
    JOIN stock_location ON stock_location.id = stock_level.location_id
    WHERE stock_item_id = ANY(${stockItemIds}::uuid[])
    ORDER BY stock_item_id, location_id
    FOR UPDATE OF stock_level`;
  return levels.sort((a, b) => a.priority - b.priority);
}
