import { Dice } from './dice.ts';
import type { LoadPlan } from './run-load.ts';

/** A shopper comes. */
export type Arrival = {
  /** From the begin of the first phase. */
  atMs: number;
  /** From which follows what this shopper wants and does. */
  seed: number;
};

/** Who comes when: a Poisson process of each phase's rate, whatever the shop does. The same for the same plan. */
export function scheduleArrivals({ seed, phases }: Pick<LoadPlan, 'seed' | 'phases'>): Arrival[] {
  const dice = new Dice(seed);
  const arrivals: Arrival[] = [];
  let beginMs = 0;
  for (const { seconds, perSecond } of phases) {
    const endMs = beginMs + seconds * 1_000;
    for (let atMs = beginMs + dice.gap(perSecond); atMs < endMs; atMs += dice.gap(perSecond)) {
      arrivals.push({ atMs, seed: dice.seed() });
    }
    beginMs = endMs;
  }
  return arrivals;
}
