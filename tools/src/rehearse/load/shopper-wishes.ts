import { Dice } from './dice.ts';
import type { Goods, Item } from './goods.ts';

/** What a shopper is out for and how they go about it: all that is decided before they come. */
export type Wishes = {
  /** Of their own on the internet. */
  address: string;
  /** Products that are only looked at. */
  looksAt: Item[];
  basket: { item: Item; quantity: number }[];
  /** After the basket is filled: one more of the last thing, or without it. */
  changesMind: 'more' | 'less' | null;
  asksQuote: boolean;
  manner: Manner;
  /** How the payment goes, in the test provider's words. */
  token: string;
  /** What is sold out is left out, and the rest is bought. */
  takesLess: boolean;
  /** Pays anew when the card was declined. */
  triesAgain: boolean;
  /** What is asked of the shop once the order is paid. */
  afterwards: 'cancel' | 'refund' | 'fulfil' | null;
  /** Between two steps, in ms. */
  pauseMs: number;
};

/**
 * - plain: clicks and waits.
 * - double_click: the same order is sent twice at once.
 * - impatient: gives up in mid-call, then sends the same again.
 * - two_tabs: two clients fill one cart at once, and one places the order.
 * - two_buyers: the same, and both place it.
 * - stale_key: sends another order under the key of the one that was placed.
 */
export type Manner = 'plain' | 'double_click' | 'impatient' | 'two_tabs' | 'two_buyers' | 'stale_key';

const MANNERS = [
  ['plain', 70],
  ['double_click', 10],
  ['impatient', 8],
  ['two_tabs', 6],
  ['two_buyers', 3],
  ['stale_key', 3],
] as const satisfies [Manner, number][];

const TOKENS = [
  ['ok', 84],
  ['declined', 6],
  ['slow', 3],
  ['flaky', 4],
  ['lost', 2],
  ['down', 1],
] as const;

/** Different things in one order: one is the most common, a dozen is rare. */
const BASKET_SIZES = [
  [1, 44],
  [2, 24],
  [3, 13],
  [4, 7],
  [5, 4],
  [6, 2.5],
  [7, 1.7],
  [8, 1.2],
  [9, 0.9],
  [10, 0.7],
  [11, 0.5],
  [12, 0.5],
] as const;

const QUANTITIES = [
  [1, 82],
  [2, 12],
  [3, 3],
  [4, 2],
  [6, 1],
] as const;

const AFTERWARDS = [
  [null, 91],
  ['cancel', 3],
  ['refund', 3],
  ['fulfil', 3],
] as const satisfies [Wishes['afterwards'], number][];

const WANTS_HOT_ITEM = 0.7;
const MOST_LOOKED_AT = 3;
const PAUSES_PER_SECOND = 4;

/** The same for the same seed and goods. */
export function decideWishes(seed: number, goods: Goods): Wishes {
  const dice = new Dice(seed);
  return {
    address: `10.${dice.between(0, 255)}.${dice.between(0, 255)}.${dice.between(1, 254)}`,
    looksAt: Array.from({ length: dice.between(0, MOST_LOOKED_AT) }, () => pickItem(dice, goods)),
    basket: fillBasket(dice, goods),
    changesMind: dice.pick([
      [null, 85],
      ['more', 8],
      ['less', 7],
    ] as const),
    asksQuote: dice.chance(0.5),
    manner: dice.pick(MANNERS),
    token: dice.pick(TOKENS),
    takesLess: dice.chance(0.5),
    triesAgain: dice.chance(0.5),
    afterwards: dice.pick(AFTERWARDS),
    pauseMs: dice.gap(PAUSES_PER_SECOND),
  };
}

function fillBasket(dice: Dice, goods: Goods): Wishes['basket'] {
  const size = dice.pick(BASKET_SIZES);
  const items = new Set<Item>();
  // One thing is wanted twice now and then: the basket is smaller then, as it is in life.
  for (let wanted = 0; wanted < size; wanted += 1) items.add(pickItem(dice, goods));
  return [...items].map((item) => ({ item, quantity: dice.pick(QUANTITIES) }));
}

/** Most want what is hot; of the rest the first are wanted more than the last. */
function pickItem(dice: Dice, { hot, others }: Goods): Item {
  const shelf = hot.length > 0 && dice.chance(WANTS_HOT_ITEM) ? hot : others;
  const item = shelf[Math.floor(dice.share() ** 2 * shelf.length)];
  if (!item) throw new Error('there is nothing to want');
  return item;
}
