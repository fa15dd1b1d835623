import type { OrderEvent } from '@holdfast/shared/contracts/orders';
import { orderEventTypeSchema } from '@holdfast/shared/order-events';
import type { Deps } from '../deps.ts';

/** What has happened to an order after the event `seq`, oldest first, from the primary. */
export async function readOrderEventsAfter(deps: Deps, orderId: string, seq: number): Promise<OrderEvent[]> {
  const events = await deps.db.primary.orderEvent.findMany({
    where: { orderId, seq: { gt: seq } },
    orderBy: { seq: 'asc' },
  });
  return events.map((event) => ({
    seq: event.seq,
    type: orderEventTypeSchema.parse(event.type),
    at: event.at.toISOString(),
  }));
}
