import { setTimeout as delay } from 'node:timers/promises';
import type { OrderDesk } from './order-desk.ts';
import type { ShopClient } from './shop-client.ts';
import type { Wishes } from './shopper-wishes.ts';

/** One person in the shop. */
export type Shopper = {
  wishes: Wishes;
  /** The shop in their browser, and in its second tab. */
  tabs: [ShopClient, ShopClient];
  desk: OrderDesk;
};

/** What a shopper needs between two steps. */
export function pause({ wishes }: Shopper): Promise<void> {
  return delay(wishes.pauseMs);
}
