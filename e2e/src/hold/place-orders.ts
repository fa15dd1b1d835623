import { setTimeout as pause } from 'node:timers/promises';
import { fillCart, orderInput } from '../checkout.ts';
import type { ShopClient } from '../client.ts';
import type { Acknowledged } from './wrong-orders.ts';

const TOKENS = ['ok', 'ok', 'declined', 'ok', 'ok', 'ok', 'flaky', 'ok', 'ok', 'ok'] as const;
const SHOPPERS = 4;
const BETWEEN_ORDERS_MS = 100;

/** An order whose payment goes one way or another: of ten in a row one is declined and one fails twice. */
export async function placeOne(shop: ShopClient, variantId: string, turn: number): Promise<Acknowledged> {
  const token = TOKENS[turn % TOKENS.length] ?? 'ok';
  const answer = await shop.orders.place.mutate(orderInput(await fillCart(shop, variantId), token));
  if (answer.status !== 'placed') throw new Error(`not placed: ${answer.status}`);
  return { number: answer.order.number, token };
}

export type Shopping = {
  placed: Acknowledged[];
  /** How long each took, cart and order together. */
  tookMs: number[];
};

/** A few shoppers who go on until the work is done; the first order that is not placed rejects. */
export async function shopDuring(
  work: Promise<unknown>,
  placeNext: (turn: number) => Promise<Acknowledged>,
): Promise<Shopping> {
  const shopping: Shopping = { placed: [], tookMs: [] };
  const over = new AbortController();
  let turn = 0;
  const shopper = async () => {
    while (!over.signal.aborted) {
      const begun = performance.now();
      shopping.placed.push(await placeNext(turn++));
      shopping.tookMs.push(performance.now() - begun);
      await pause(BETWEEN_ORDERS_MS);
    }
  };
  const ended = work.finally(() => over.abort());
  await Promise.all([ended, ...Array.from({ length: SHOPPERS }, shopper)]);
  return shopping;
}
