import type { Queryable } from '@holdfast/db/prisma';
import { dropProducts } from '../catalog/drop-products.ts';
import type { Deps } from '../deps.ts';
import { closeEvent } from '../infra/outbox.ts';
import type { JobRun } from '../infra/queue.ts';
import { lockLevels } from '../inventory/lock-levels.ts';
import { moveStock } from '../inventory/move-stock.ts';
import { appendOrderEvent, lockOrder } from './record-event.ts';

type Allocation = { stockItemId: string; locationId: string; quantity: number };

/**
 * Ends a declined order whose time for a new try has passed: its stock is free again and it is cancelled. An
 * order that is being paid or was paid meanwhile is left alone, and so is one that was declined again: that refusal
 * has set an end of its own.
 */
export async function expireUnpaidOrder(deps: Deps, job: JobRun<'orders.expire-unpaid'>): Promise<void> {
  const { orderId } = job.payload;
  const shownDifferently = await deps.db.primary.$transaction(async (tx) => {
    if (!(await closeEvent(tx, job.eventId))) return null;
    const order = await lockOrder(tx, orderId);
    if (order.paymentStatus !== 'failed' || (await wasDeclinedAgain(tx, job))) return null;
    const handles = await releaseStock(tx, orderId);
    await tx.$executeRaw`
      UPDATE orders SET payment_status = 'cancelled', fulfilment_status = 'cancelled'
      WHERE id = ${orderId}::uuid`;
    await appendOrderEvent(tx, orderId, { type: 'cancelled', data: { reason: 'unpaid' } });
    return handles;
  });
  if (!shownDifferently) return;
  deps.signals.send('order_event', orderId);
  await dropProducts(deps, shownDifferently);
}

/** A refusal and the event that ends its time are of one transaction, so both bear the same moment. */
async function wasDeclinedAgain(
  tx: Queryable,
  { eventId, payload }: JobRun<'orders.expire-unpaid'>,
): Promise<boolean> {
  const later = await tx.$queryRaw<unknown[]>`
    SELECT payment.id FROM payment
    JOIN outbox_event ON outbox_event.id = ${eventId}::uuid
    WHERE payment.order_id = ${payload.orderId}::uuid AND payment.state = 'declined'
      AND payment.updated_at > outbox_event.created_at`;
  return later.length > 0;
}

/** Gives back what the order holds; the order is locked. @returns handles as `moveStock` does. */
async function releaseStock(tx: Queryable, orderId: string): Promise<string[]> {
  const held = await tx.$queryRaw<Allocation[]>`
    DELETE FROM stock_allocation WHERE order_id = ${orderId}::uuid
    RETURNING stock_item_id AS "stockItemId", location_id AS "locationId", quantity`;
  if (held.length === 0) return [];
  await lockLevels(tx, [...new Set(held.map((allocation) => allocation.stockItemId))]);
  const handles = await moveStock(tx, {
    kind: 'release',
    orderId,
    reason: 'unpaid',
    changes: held.map(({ stockItemId, locationId, quantity }) => ({
      stockItemId,
      locationId,
      onHandDelta: 0,
      allocatedDelta: -quantity,
    })),
  });
  await appendOrderEvent(tx, orderId, { type: 'stock_released' });
  return handles;
}
