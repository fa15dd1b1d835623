const WINDOW_SECONDS = 10;

/** Counts over the last 10 s, in buckets of one second. */
export class SlidingCounter {
  readonly #buckets = new Array<number>(WINDOW_SECONDS).fill(0);
  #second = currentSecond();
  #sinceStart = 0;

  add(count = 1): void {
    this.#turn();
    this.#sinceStart += count;
    const index = this.#second % WINDOW_SECONDS;
    this.#buckets[index] = (this.#buckets[index] ?? 0) + count;
  }

  /** The sum over the window. */
  total(): number {
    this.#turn();
    return this.#buckets.reduce((sum, count) => sum + count, 0);
  }

  /** The sum over the life of the process. */
  sinceStart(): number {
    return this.#sinceStart;
  }

  perSecond(): number {
    return this.total() / WINDOW_SECONDS;
  }

  #turn(): void {
    const now = currentSecond();
    const stale = Math.min(now - this.#second, WINDOW_SECONDS);
    for (let step = 1; step <= stale; step += 1) this.#buckets[(this.#second + step) % WINDOW_SECONDS] = 0;
    this.#second = now;
  }
}

function currentSecond(): number {
  return Math.floor(performance.now() / 1_000);
}
