import type { Cart } from '@holdfast/shared/contracts/cart';
import type { ShopClient } from './shop-client.ts';
import type { Shopper } from './shopper.ts';

type Basket = Shopper['wishes']['basket'];

/** Puts the basket into a new cart. Undefined when the shop does not give one. */
export async function fillCart(shopper: Shopper): Promise<Cart | undefined> {
  const { wishes, tabs } = shopper;
  const [tab, secondTab] = tabs;
  const [first, ...rest] = wishes.basket;
  if (!first) return undefined;
  const cart = await add(tab, first);
  if (!cart) return undefined;
  if (wishes.manner !== 'two_tabs' && wishes.manner !== 'two_buyers') {
    return changeMind(shopper, (await addAll(tab, cart.id, rest)) ?? cart);
  }
  const half = Math.ceil(rest.length / 2);
  // Both know the last thing, so that they meet on one line.
  await Promise.all([
    addAll(tab, cart.id, [...rest.slice(0, half), first]),
    addAll(secondTab, cart.id, [...rest.slice(half), first]),
  ]);
  return cart;
}

async function add(
  tab: ShopClient,
  { item, quantity }: Basket[number],
  cartId?: string,
): Promise<Cart | undefined> {
  const reply = await tab.insist('cart.add', {
    ...(cartId && { cartId }),
    variantId: item.variantId,
    quantity,
  });
  return reply.kind === 'ok' ? reply.data : undefined;
}

/** Gives the cart as it was last seen. */
async function addAll(tab: ShopClient, cartId: string, basket: Basket): Promise<Cart | undefined> {
  let cart: Cart | undefined;
  for (const wanted of basket) cart = (await add(tab, wanted, cartId)) ?? cart;
  return cart;
}

async function changeMind({ wishes, tabs: [tab] }: Shopper, cart: Cart): Promise<Cart> {
  const line = cart.lines.at(-1);
  if (!line || !wishes.changesMind) return cart;
  const ref = { cartId: cart.id, lineId: line.id };
  const reply =
    wishes.changesMind === 'more'
      ? await tab.insist('cart.update', { ...ref, quantity: line.quantity + 1 })
      : await tab.insist('cart.remove', ref);
  return reply.kind === 'ok' ? reply.data : cart;
}
