import type { Queryable } from '@holdfast/db/prisma';
import { lockLevels } from '../inventory/lock-levels.ts';
import { moveStock } from '../inventory/move-stock.ts';
import { appendOrderEvent } from './record-event.ts';

type Allocation = { stockItemId: string; locationId: string; quantity: number };

/** Gives back all that the order holds; the order is locked. @returns handles as `moveStock` does. */
export async function releaseStock(
  tx: Queryable,
  orderId: string,
  { reason, actorId }: { reason: string; actorId: string | null },
): Promise<string[]> {
  const held = await tx.$queryRaw<Allocation[]>`
    DELETE FROM stock_allocation WHERE order_id = ${orderId}::uuid
    RETURNING stock_item_id AS "stockItemId", location_id AS "locationId", quantity`;
  if (held.length === 0) return [];
  await lockLevels(tx, [...new Set(held.map((allocation) => allocation.stockItemId))]);
  const handles = await moveStock(tx, {
    kind: 'release',
    reason,
    actorId,
    changes: held.map(({ stockItemId, locationId, quantity }) => ({
      stockItemId,
      locationId,
      orderId,
      onHandDelta: 0,
      allocatedDelta: -quantity,
    })),
  });
  await appendOrderEvent(tx, orderId, { type: 'stock_released' });
  return handles;
}
