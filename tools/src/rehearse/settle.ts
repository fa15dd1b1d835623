import { setTimeout as delay } from 'node:timers/promises';
import { withClient } from '../stack/postgres.ts';
import { cancelUnpaid } from './cancel-unpaid.ts';
import type { RehearsalShop } from './running-shop.ts';

/** Past it what is not paid is a card that never comes through. */
const PAID_WITHIN_MS = 30_000;
/**
 * What failed is tried again ever more rarely; and an order that was cancelled while nobody knew of its payment waits for a
 * minute and more until that is certain.
 */
const SETTLED_WITHIN_MS = 240_000;
const LOOK_EVERY_MS = 500;
const ANSWER_WITHIN_MS = 5_000;

/** Paid and confirmed, declined, or cancelled, with all money back that is owed, and no later work owed. */
const UNSETTLED = `
  SELECT count(*)::integer AS left FROM orders
  WHERE placed_at >= $1
    AND (payment_status IN ('pending', 'authorized')
      OR EXISTS (SELECT FROM payment WHERE order_id = orders.id AND state IN ('pending', 'authorized'))
      OR EXISTS (SELECT FROM refund WHERE order_id = orders.id AND state = 'pending')
      OR EXISTS (SELECT FROM outbox_event
                 WHERE closed_at IS NULL AND dead_at IS NULL AND payload ->> 'orderId' = orders.id::text))`;

/**
 * Waits until every order of a rehearsal that began at `since` has come to its end. What is still unpaid when the
 * shoppers' patience is over is cancelled.
 * @returns how many orders have no end. @throws Error when the database cannot be asked when the time is over
 */
export async function settle(shop: RehearsalShop, since: Date): Promise<number> {
  if ((await untilSettled(shop, { since, withinMs: PAID_WITHIN_MS })) === 0) return 0;
  await cancelUnpaid(shop, since);
  return untilSettled(shop, { since, withinMs: SETTLED_WITHIN_MS });
}

export type Patience = { since: Date; withinMs: number; onLeft?: (left: number) => void };

/**
 * Waits until every order that was placed since then has come to its end, by the database, but no longer than `withinMs`.
 * Tells `onLeft` how many are left at each look.
 * @returns how many orders have no end. @throws Error when the database cannot be asked when the time is over.
 */
export async function untilSettled(
  shop: RehearsalShop,
  { since, withinMs, onLeft = () => {} }: Patience,
): Promise<number> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const isLastLook = performance.now() >= deadline;
    const left = await countUnsettled(shop, since).catch((error: unknown) => {
      if (isLastLook) throw error;
      return undefined;
    });
    if (left !== undefined) onLeft(left);
    if (left === 0 || (left !== undefined && isLastLook)) return left;
    await delay(LOOK_EVERY_MS);
  }
}

/**
 * Orders that were placed since then and have not come to their end. Over a connection of its own: the database may have
 * been restarted since the last look.
 */
export function countUnsettled({ env }: RehearsalShop, since: Date): Promise<number> {
  return withClient(env.DATABASE_URL ?? '', async (client) => {
    const query = { text: UNSETTLED, values: [since], query_timeout: ANSWER_WITHIN_MS };
    const { rows } = await client.query<{ left: number }>(query);
    return rows[0]?.left ?? 0;
  });
}
