import { setTimeout as delay } from 'node:timers/promises';
import type { Arrival } from './schedule.ts';

/** So many shoppers at a time are played by one process: more would measure the process and not the shop. */
const MOST_OPEN = 2_000;

/** Lets shoppers in as they come, however long those before them take. */
export class Entrance {
  readonly #play: (arrival: Arrival, index: number) => Promise<void>;
  readonly #open = new Set<Promise<void>>();
  turnedAway = 0;
  #arrived = 0;

  constructor(play: (arrival: Arrival, index: number) => Promise<void>) {
    this.#play = play;
  }

  /** Resolves when the last of them has come. `begin`: of the first phase, by performance.now(). */
  async letIn(arrivals: Arrival[], begin: number): Promise<void> {
    for (const arrival of arrivals) {
      const early = begin + arrival.atMs - performance.now();
      if (early > 0) await delay(early);
      this.#arrived += 1;
      if (this.#open.size >= MOST_OPEN) this.turnedAway += 1;
      else this.#admit(this.#play(arrival, this.#arrived));
    }
  }

  /** Resolves when all have left. */
  async whenEmpty(): Promise<void> {
    await Promise.all(this.#open);
  }

  #admit(visit: Promise<void>): void {
    const left = visit.finally(() => this.#open.delete(left));
    this.#open.add(left);
  }
}
