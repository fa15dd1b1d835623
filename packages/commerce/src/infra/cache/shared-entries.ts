import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';

/** `lsn`: what the value was filled from is at least as new as this position of the WAL (bytes). */
export type Entry<T> = {
  lsn: number;
  /** Moments of `Date.now()`: from when on it is to be computed anew, and from when on it must be. */
  refreshAt: number;
  freshUntil: number;
  value: T;
};

/** The right to compute an entry for all processes. `store` gives it up as well. */
export type Claim = { store(entry: Entry<unknown>): Promise<void>; release(): Promise<void> };

/** An entry outlives its freshness by so long: while the database is gone it is better than nothing. */
const KEPT_STALE_MS = 5 * 60_000;
/** Whoever computes may die at it. */
const CLAIM_MS = 5_000;
const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`;

/**
 * What all processes share of the cache, in Redis. Nothing here is truth, and nothing here fails: without Redis every look
 * finds nothing and every claim is granted.
 */
export class SharedEntries {
  readonly #redis: Redis;
  readonly #prefix: () => string;

  /** `prefix` in front of each key. */
  constructor(redis: Redis, prefix: () => string) {
    this.#redis = redis;
    this.#prefix = prefix;
  }

  async read<T>(id: string): Promise<Entry<T> | null> {
    try {
      const stored = await this.#redis.get(this.#entryKey(id));
      return stored === null ? null : (JSON.parse(stored) as Entry<T>);
    } catch {
      return null;
    }
  }

  /**
   * The claim is null while another one computes it. The entry is what stands there after the claim was asked for: whoever
   * computed it may have been done between a look and the claim.
   */
  async claim<T>(id: string): Promise<{ claim: Claim | null; entry: Entry<T> | null }> {
    const token = randomUUID();
    const claim = {
      store: (entry: Entry<unknown>) => this.#store(id, { entry, token }),
      release: () => this.#release(id, token),
    };
    try {
      const [taken, stored] = await this.#redis
        .pipeline()
        .set(this.#claimKey(id), token, 'PX', CLAIM_MS, 'NX')
        .get(this.#entryKey(id))
        .exec()
        .then((results) => (results ?? []).map(([error, value]) => (error ? undefined : value)));
      if (taken === undefined) return { claim, entry: null };
      const entry = typeof stored === 'string' ? (JSON.parse(stored) as Entry<T>) : null;
      return { claim: taken === 'OK' ? claim : null, entry };
    } catch {
      return { claim, entry: null };
    }
  }

  async #store(id: string, { entry, token }: { entry: Entry<unknown>; token: string }): Promise<void> {
    const keptMs = Math.max(1, Math.round(entry.freshUntil - Date.now() + KEPT_STALE_MS));
    await this.#redis
      .pipeline()
      .set(this.#entryKey(id), JSON.stringify(entry), 'PX', keptMs)
      .eval(RELEASE, 1, this.#claimKey(id), token)
      .exec()
      // Not kept this time: the answer itself is right.
      .catch(() => {});
  }

  async #release(id: string, token: string): Promise<void> {
    await this.#redis.eval(RELEASE, 1, this.#claimKey(id), token).catch(() => {});
  }

  #entryKey(id: string): string {
    return `${this.#prefix()}:value:${id}`;
  }

  #claimKey(id: string): string {
    return `${this.#prefix()}:claim:${id}`;
  }
}
