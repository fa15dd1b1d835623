import { setTimeout as delay } from 'node:timers/promises';

/** When each invoice is due. Without a speed all are due at once. */
export class ReplayClock {
  readonly #startedAt = Date.now();
  readonly #first: number;
  readonly #speed: number | undefined;

  /** `first`: when the first invoice was written, ms since 1970. `speed`: how many times faster than they were written. */
  constructor(first: number, speed: number | undefined) {
    this.#first = first;
    this.#speed = speed;
  }

  /** Waits until an invoice of this time is due; one that is due already is not waited for. */
  async until(at: number): Promise<void> {
    if (this.#speed === undefined) return;
    const due = this.#startedAt + (at - this.#first) / this.#speed;
    const left = due - Date.now();
    if (left > 0) await delay(left);
  }
}
