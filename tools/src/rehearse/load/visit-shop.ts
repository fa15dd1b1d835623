import { fillCart } from './fill-cart.ts';
import { followOrder } from './follow-order.ts';
import { placeOrder } from './place-order.ts';
import { pause, type Shopper } from './shopper.ts';

const FIRST_PAGE = 12;

/** Looks around, fills a cart, buys it, and waits for what comes of the order. Leaves when the shop says no. */
export async function visitShop(shopper: Shopper): Promise<void> {
  await lookAround(shopper);
  const cart = await fillCart(shopper);
  if (!cart) return;
  await pause(shopper);
  const order = await placeOrder(shopper, cart);
  if (order) await followOrder(shopper, order);
}

async function lookAround(shopper: Shopper): Promise<void> {
  const [tab] = shopper.tabs;
  await tab.insist('catalog.list', { limit: FIRST_PAGE });
  for (const { handle } of shopper.wishes.looksAt) {
    await pause(shopper);
    await tab.insist('catalog.product', { handle });
  }
}
