import { Dice } from '../load/dice.ts';
import type { Pace } from '../load/pace.ts';
import type { WatchedItem } from './plan.ts';
import { askFor } from './questions.ts';
import type { Reader } from '../load/reader.ts';
import type { Work } from './work.ts';

/** Who looks around and has changed nothing. */
export type Visitor = { reader: Reader; items: WatchedItem[]; seed: number; pace: Pace; work: Work };

/** Looks at one item after the other, until all work is done. */
export async function visitItems({ reader, items, seed, pace, work }: Visitor): Promise<void> {
  const dice = new Dice(seed);
  const all = items.map((item) => [item, 1] as const);
  while (!work.isOver()) {
    await pace.turn();
    const answered = await reader.ask(askFor(dice.pick(all), dice));
    work.visits += answered;
  }
}
