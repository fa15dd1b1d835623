import { readOrderEventsAfter } from '@holdfast/commerce/orders/read-order-events';
import type { OrderEvent } from '@holdfast/shared/contracts/orders';
import { tracked } from '@trpc/server';
import type { ApiDeps } from '../context.ts';
import { hasEnded, type StreamEnd, whenEnding } from './stream-end.ts';

type Following = { orderId: string; after: number; end: StreamEnd };

/** A signal may be lost, an event is not: this is how late it comes then. */
const POLL_MS = 5_000;

/**
 * What has happened to an order after the event `after`, then each event as it happens, until the stream ends.
 * Each carries its `seq` as the id with which a reader that was cut off asks for the rest.
 */
export async function* followOrder(deps: ApiDeps, { orderId, after, end }: Following) {
  const ending = whenEnding(end);
  let seq = after;
  while (!hasEnded(end)) {
    // Before reading, so that what happens between the two is not slept through.
    const news = deps.orderEvents.news(orderId, POLL_MS, ending);
    for (const event of await readOrNothing(deps, orderId, seq)) {
      seq = event.seq;
      yield tracked(String(event.seq), event);
    }
    await news;
  }
}

/** While the database is away the stream stays open and tries again with the next poll. */
async function readOrNothing(deps: ApiDeps, orderId: string, seq: number): Promise<OrderEvent[]> {
  try {
    return await readOrderEventsAfter(deps, orderId, seq);
  } catch (error) {
    deps.log.warn({ err: error, orderId }, 'the events of an order could not be read');
    return [];
  }
}
