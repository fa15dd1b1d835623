import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Dice } from './dice.ts';
import type { Item } from './goods.ts';
import type { ShopClient } from './shop-client.ts';

const CHANGES_PER_SECOND = 2;
const REASON = 'A rehearsal';
const SENT_TWICE = 0.2;

/** An operator with an item of their own. */
export type OperatorWork = { operator: ShopClient; item: Item; seed: number; until: AbortSignal };

/** Changes the item's price and looks at its product, again and again: what was set is to be seen. */
export async function keepPrices({ operator, item, seed, until }: OperatorWork): Promise<void> {
  const dice = new Dice(seed);
  const { variantId, handle, currency } = item;
  while (!until.aborted) {
    await operator.insist('catalog.admin.setPrice', {
      variantId,
      amount: dice.between(100, 50_000),
      currency,
    });
    await operator.insist('catalog.product', { handle });
    await delay(dice.gap(CHANGES_PER_SECOND));
  }
}

/** Changes the item's stock, now and then twice under one key, and looks at its level. */
export async function keepStock({ operator, item, seed, until }: OperatorWork): Promise<void> {
  const dice = new Dice(seed);
  const { variantId } = item;
  while (!until.aborted) {
    const change = dice.chance(0.5) ? { setTo: dice.between(0, 500) } : { delta: dice.between(1, 50) };
    const input = { variantId, ...change, reason: REASON, idempotencyKey: randomUUID() };
    await operator.insist('inventory.adjust', input);
    if (dice.chance(SENT_TWICE)) await operator.insist('inventory.adjust', input);
    await operator.insist('inventory.level', { variantId });
    await delay(dice.gap(CHANGES_PER_SECOND));
  }
}
