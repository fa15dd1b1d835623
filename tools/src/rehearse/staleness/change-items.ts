import { randomUUID } from 'node:crypto';
import { Dice } from '../load/dice.ts';
import type { ShopClient } from '../load/shop-client.ts';
import type { Pace } from '../load/pace.ts';
import type { WatchedItem } from './plan.ts';
import { askFor } from './questions.ts';
import type { Reader } from '../load/reader.ts';
import type { Work } from './work.ts';

/** A session, with the items that nobody else changes. */
export type Changer = {
  operator: ShopClient;
  items: WatchedItem[];
  /** Connections that show what the session has written last. */
  readers: Reader[];
  looksPerChange: number;
  seed: number;
  pace: Pace;
  work: Work;
};

/** The first price in minor units; each that follows is one more, so that a price tells which change it is of. */
const FIRST_PRICE = 101;
const PIECES = 1_000;
const REASON = 'A rehearsal';

/** Changes one thing after the other, and looks at each at once over all connections. */
export async function changeItems({ operator, items, pace, work, ...looking }: Changer): Promise<void> {
  const dice = new Dice(looking.seed);
  for (let round = 0; !work.isOver(); round += 1) {
    for (const item of items) {
      await pace.turn();
      const { kind } = await changeItem(operator, item, round);
      if (kind !== 'ok') continue;
      work.changes += 1;
      const answered = await lookAt(item, dice, looking);
      work.looks += answered;
    }
  }
}

/** A new price, sold out, another price, for sale again: no two changes that follow each other look the same. */
function changeItem(operator: ShopClient, { variantId, currency }: WatchedItem, round: number) {
  if (round % 2 === 0) {
    return operator.insist('catalog.admin.setPrice', { variantId, amount: FIRST_PRICE + round, currency });
  }
  const setTo = round % 4 === 1 ? 0 : PIECES;
  const input = { variantId, setTo, reason: REASON, idempotencyKey: randomUUID() };
  return operator.insist('inventory.adjust', input);
}

/** @returns how many looks were answered */
async function lookAt(
  item: WatchedItem,
  dice: Dice,
  { readers, looksPerChange }: Pick<Changer, 'readers' | 'looksPerChange'>,
): Promise<number> {
  let [asked, answered] = [0, 0];
  const lookOver = async (reader: Reader) => {
    while (asked < looksPerChange) {
      const question = askFor(item, dice);
      asked += question.parts.length;
      const count = await reader.ask(question);
      answered += count;
    }
  };
  await Promise.all(readers.map(lookOver));
  return answered;
}
