import { setTimeout as delay } from 'node:timers/promises';
import { withClient } from '../stack/postgres.ts';
import type { RehearsalShop } from './running-shop.ts';

const LOOK_EVERY_MS = 500;
const ANSWER_WITHIN_MS = 5_000;

/** Paid and confirmed, declined, or cancelled, with all money back that is owed, and no later work owed. */
const UNSETTLED = `
  SELECT count(*)::integer AS left FROM orders
  WHERE payment_status IN ('pending', 'authorized')
     OR EXISTS (SELECT FROM payment WHERE order_id = orders.id AND state IN ('pending', 'authorized'))
     OR EXISTS (SELECT FROM refund WHERE order_id = orders.id AND state = 'pending')
     OR EXISTS (SELECT FROM outbox_event
                WHERE closed_at IS NULL AND dead_at IS NULL AND payload ->> 'orderId' = orders.id::text)`;

/**
 * Waits until every order has come to its end, by the database, but no longer than `withinMs`. Tells `onLeft` how many
 * are left at each look.
 * @returns how many orders have no end. @throws Error when the database cannot be asked when the time is over.
 */
export async function untilSettled(
  shop: RehearsalShop,
  withinMs: number,
  onLeft: (left: number) => void = () => {},
): Promise<number> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const isLastLook = performance.now() > deadline;
    const left = await countUnsettled(shop.env.DATABASE_URL ?? '').catch((error: unknown) => {
      if (isLastLook) throw error;
      return undefined;
    });
    if (left !== undefined) onLeft(left);
    if (left === 0 || (left !== undefined && isLastLook)) return left;
    await delay(LOOK_EVERY_MS);
  }
}

/** Over a connection of its own: the database may have been restarted since the last look. */
function countUnsettled(databaseUrl: string): Promise<number> {
  return withClient(databaseUrl, async (client) => {
    const query = { text: UNSETTLED, query_timeout: ANSWER_WITHIN_MS };
    const { rows } = await client.query<{ left: number }>(query);
    return rows[0]?.left ?? 0;
  });
}
