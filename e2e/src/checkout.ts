import { randomUUID } from 'node:crypto';
import type { ShopClient } from './client.ts';

/** The first variant of the first product that the shop lists. */
export async function findVariant(shop: ShopClient): Promise<string> {
  const { items } = await shop.catalog.list.query({});
  const [item] = items;
  if (!item) throw new Error('the demo catalog is empty');
  const product = await shop.catalog.product.query({ handle: item.handle });
  const [variant] = product.variants;
  if (!variant) throw new Error(`${item.handle} has no variant`);
  return variant.id;
}

export async function fillCart(shop: ShopClient, variantId: string): Promise<string> {
  return (await shop.cart.add.mutate({ variantId, quantity: 1 })).id;
}

export function orderInput(cartId: string, token = 'ok') {
  return {
    idempotencyKey: randomUUID(),
    cartId,
    email: 'shopper@example.com',
    shippingAddress: { name: 'A Shopper', line1: '1 Quay', city: 'Haifa', country: 'IL' },
    shippingMethod: 'standard',
    payment: { provider: 'test' as const, token },
  };
}

export type Placed = { number: string; accessToken: string };

/** A whole checkout; throws when it was refused. */
export async function buy(shop: ShopClient, variantId: string, token = 'ok'): Promise<Placed> {
  const answer = await shop.orders.place.mutate(orderInput(await fillCart(shop, variantId), token));
  if (answer.status !== 'placed') throw new Error(`not placed: ${answer.status}`);
  return answer.order;
}

/** Runs the tasks with at most `concurrency` under way at once; answers in the tasks' order. */
export async function runAll<T>(tasks: (() => Promise<T>)[], concurrency: number): Promise<T[]> {
  const answers = new Array<T>(tasks.length);
  let next = 0;
  const work = async () => {
    while (next < tasks.length) {
      const index = next++;
      const task = tasks[index];
      if (task) answers[index] = await task();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return answers;
}
