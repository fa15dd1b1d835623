import { mutate, Refused } from '../shop-calls.ts';
import { withClient } from '../stack/postgres.ts';
import { SHOPPERS_EMAIL } from './load/place-order.ts';
import { signIn } from './load/sign-in.ts';
import type { RehearsalShop } from './running-shop.ts';

const UNPAID = `
  SELECT number FROM orders JOIN order_contact ON order_id = orders.id
  WHERE payment_status = 'pending' AND placed_at >= $1 AND email = $2`;

/**
 * Cancels what the shoppers of a rehearsal have ordered and not paid, as an operator does when they have left. A shopper may
 * never hear of the order that was placed; with a card that never comes through it would stay as it is until its hold ends.
 * `since`: when the rehearsal began
 */
export async function cancelUnpaid(shop: RehearsalShop, since: Date): Promise<void> {
  const operator = { url: shop.apiUrl, accessToken: await signIn(shop) };
  for (const number of await readUnpaid(shop, since)) {
    await mutate(operator, 'orders.admin.cancel', { number, reason: 'Its shopper has left' }).catch(
      (error: unknown) => {
        // It was paid or declined at this very moment.
        if (!(error instanceof Refused)) throw error;
      },
    );
  }
}

async function readUnpaid({ env }: RehearsalShop, since: Date): Promise<string[]> {
  return withClient(env.DATABASE_URL ?? '', async (client) => {
    const { rows } = await client.query<{ number: string }>(UNPAID, [since, SHOPPERS_EMAIL]);
    return rows.map(({ number }) => number);
  });
}
