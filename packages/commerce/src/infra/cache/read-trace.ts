/** `hit`: nothing was computed for it; `stale`: it may be older than what has changed meanwhile. */
export type ReadOutcome = 'hit' | 'miss' | 'stale';

/** What a cached answer rests on: valid while none of its tags was invalidated past `lsn` (bytes of WAL). */
export type Grounds = {
  tags: string[];
  lsn: number;
  /** Moments of `Date.now()`: from when on it is to be computed anew, and from when on it must be. */
  refreshAt: number;
  freshUntil: number;
};

const WORST_FIRST: ReadOutcome[] = ['stale', 'miss', 'hit'];

/** What the answer to one request rests on, over all that it has read from the cache. */
export class ReadTrace {
  #grounds: Grounds | undefined;
  #outcomes = new Set<ReadOutcome>();

  note(grounds: Grounds, outcome: ReadOutcome): void {
    this.#outcomes.add(outcome);
    const before = this.#grounds;
    this.#grounds = before
      ? {
          tags: [...new Set([...before.tags, ...grounds.tags])],
          lsn: Math.min(before.lsn, grounds.lsn),
          refreshAt: Math.min(before.refreshAt, grounds.refreshAt),
          freshUntil: Math.min(before.freshUntil, grounds.freshUntil),
        }
      : grounds;
  }

  /** Undefined when nothing was read from the cache. */
  get grounds(): Grounds | undefined {
    return this.#grounds;
  }

  /** The worst of its reads; undefined when nothing was read from the cache. */
  get outcome(): ReadOutcome | undefined {
    return WORST_FIRST.find((outcome) => this.#outcomes.has(outcome));
  }
}
