import { mutate, Refused } from '../../shop-calls.ts';
import { withClient } from '../../stack/postgres.ts';
import { signIn } from '../load/sign-in.ts';
import type { RehearsalShop } from '../running-shop.ts';

const UNPAID = `SELECT number FROM orders WHERE payment_status = 'pending'`;

/**
 * Cancels what is still unpaid, as an operator does when its shoppers have left. In a storm a shopper may never hear of
 * the order that was placed; with a card that never comes through it would stay as it is until its hold ends.
 */
export async function cancelUnpaid(shop: RehearsalShop): Promise<void> {
  const operator = { url: shop.apiUrl, accessToken: await signIn(shop) };
  for (const number of await readUnpaid(shop)) {
    await mutate(operator, 'orders.admin.cancel', { number, reason: 'Its shopper has left' }).catch(
      (error: unknown) => {
        // It was paid or declined at this very moment.
        if (!(error instanceof Refused)) throw error;
      },
    );
  }
}

async function readUnpaid({ env }: RehearsalShop): Promise<string[]> {
  return withClient(env.DATABASE_URL ?? '', async (client) => {
    const { rows } = await client.query<{ number: string }>(UNPAID);
    return rows.map(({ number }) => number);
  });
}
