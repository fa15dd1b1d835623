import { setTimeout as delay } from 'node:timers/promises';

/** Who was held up catches up on so much, and no more: a shop that comes back is not met by a flood. */
const MOST_BEHIND_MS = 1_000;

/** Lets those who share it go one after the other, so many a second. */
export class Pace {
  readonly #gapMs: number;
  #next = performance.now();

  constructor(perSecond: number) {
    this.#gapMs = 1_000 / perSecond;
  }

  /** Resolves when it is one's turn. */
  async turn(): Promise<void> {
    const now = performance.now();
    const mine = Math.max(this.#next, now - MOST_BEHIND_MS);
    this.#next = mine + this.#gapMs;
    if (mine > now) await delay(mine - now);
  }
}
