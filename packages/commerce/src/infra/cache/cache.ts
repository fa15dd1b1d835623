import type { Database, ReadSource } from '@holdfast/db/database';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { type CacheFamily, FamilyCounters, type FamilyCounts, type ReadCounts } from './families.ts';
import type { InvalidationTail } from './invalidation-tail.ts';
import type { Grounds, ReadOutcome, ReadTrace } from './read-trace.ts';
import { type Claim, type Entry, SharedEntries } from './shared-entries.ts';

/** In front of every key of the cache; not that of the queues, with which it may share a Redis. */
export const CACHE_PREFIX = 'holdfast-cache';

export type CacheRead = {
  family: CacheFamily;
  /** What sets this answer apart within its family. */
  key: string;
  /** What invalidates it, see `invalidate`. */
  tags: string[];
  ttlSeconds: number;
  /** Nothing older than this position of the WAL (bytes) is an answer to this caller. */
  minLsn?: number | undefined;
  /** Is told what the answer rests on. */
  trace?: ReadTrace | undefined;
};

export type CacheParts = {
  redis: Redis;
  db: Database;
  tail: InvalidationTail;
  prefix: string;
  /** False: nothing is kept anywhere, to see what reads cost that are computed. */
  isOn: boolean;
};

/** One computation, for all who ask meanwhile and need nothing newer. */
type Flight<T> = { minLsn: number; entry: Promise<Entry<T>> };

/** A read on its way. `minLsn`: what is older is no answer to it. */
type Asked<T> = CacheRead & { id: string; minLsn: number; fill: (source: ReadSource) => Promise<T> };

const L1_BYTES = 64 * 1_024 * 1_024;
/** What an object takes of the memory beside what it takes as JSON: several times that, and something of its own. */
const HEAP_FACTOR = 3;
const HEAP_OF_ENTRY = 500;
/** Nothing that can be invalidated has been known for so long: what is kept is served no more. */
const STALE_FOR_MS = 5 * 60_000;
/** So much earlier or later than the others: what was filled together does not end together. */
const JITTER = 0.1;
/** Of its time, when it is computed anew while it is served. */
const REFRESH_AT = 0.8;
const CLAIM_PATIENCE_MS = 2_000;
const CLAIM_LOOK_MS = 20;

/**
 * Public answers, in this process and aside in Redis. An entry knows the WAL position that it was filled from and is valid
 * while none of its tags has a later mark (see InvalidationTail); so an answer from older rows, of a replica that
 * lags or by a slow reader, is a miss by itself and is never served. What is missing is computed once, by one process for all.
 *
 * While the primary is gone what is kept is served as stale, for some minutes. Without Redis each process is on its own.
 */
export class Cache {
  readonly #db: Database;
  readonly #tail: InvalidationTail;
  readonly #shared: SharedEntries;
  readonly #isOn: boolean;
  readonly #own = new LRUCache<string, { entry: Entry<unknown>; bytes: number }>({
    maxSize: L1_BYTES,
    sizeCalculation: ({ bytes }) => bytes,
  });
  readonly #flights = new Map<string, Flight<unknown>>();
  readonly #refreshing = new Set<string>();
  readonly #counters = new FamilyCounters();

  constructor({ redis, db, tail, prefix, isOn }: CacheParts) {
    this.#db = db;
    this.#tail = tail;
    this.#isOn = isOn;
    // Positions of one database mean nothing in another, and nothing after it was restored.
    this.#shared = new SharedEntries(redis, () => `${prefix}:${db.epoch}`);
  }

  /** The cached answer, or what `fill` reads. */
  async read<T>(wanted: CacheRead, fill: (source: ReadSource) => Promise<T>): Promise<T> {
    if (!this.#isOn) return this.#db.read(wanted.minLsn ?? 0, fill);
    const confirmation = await this.#tail.confirm(wanted.minLsn);
    const isGone = confirmation === 'gone';
    // What is not known to be valid is computed of what is there now.
    const now = confirmation === 'unknown' ? await this.#db.readLsn() : 0;
    const minLsn = Math.max(this.#leastOf(wanted), now);
    const asked = { ...wanted, fill, id: `${wanted.family}:${wanted.key}`, minLsn };
    const kept = this.#own.get(asked.id)?.entry as Entry<T> | undefined;
    const entry = kept && kept.lsn >= asked.minLsn ? kept : undefined;
    if (entry && !isGone && Date.now() < entry.freshUntil) {
      if (Date.now() >= entry.refreshAt) void this.#refresh(asked);
      return this.#answer(asked, { entry, outcome: 'hit', counted: 'l1Hits' });
    }
    return isGone ? this.#readStale(asked, entry) : this.#share(asked, entry);
  }

  /**
   * After a commit that called `invalidate`: from the writer's answer on this process serves nothing older.
   * @returns a WAL position (bytes) at or past which everybody sees the change
   */
  async settle(): Promise<number> {
    const [lsn] = await Promise.all([this.#db.markLsn(), this.#tail.catchUp()]);
    return lsn;
  }

  /** Whether an answer on these grounds may still be given to a caller who needs nothing older than `minLsn`. */
  judge({ tags, lsn, freshUntil }: Grounds, minLsn: number): 'valid' | 'expired' | 'invalid' | 'unconfirmed' {
    if (!this.#tail.isConfirmed || this.#tail.position < minLsn) return 'unconfirmed';
    if (lsn < this.#tail.markOf(tags)) return 'invalid';
    return Date.now() < freshUntil ? 'valid' : 'expired';
  }

  /** An answer of this family was given that was kept elsewhere in this process. */
  countHit(family: CacheFamily): void {
    this.#counters.add(family, 'l1Hits');
  }

  counts(): FamilyCounts[] {
    return this.#counters.read();
  }

  /** Where all is known up to what the caller needs, the marks tell more exactly what that is. */
  #leastOf({ tags, minLsn = 0 }: CacheRead): number {
    const mark = this.#tail.markOf(tags);
    return this.#tail.position >= minLsn ? mark : Math.max(mark, minLsn);
  }

  #answer<T>(
    asked: Asked<T>,
    { entry, outcome, counted }: { entry: Entry<T>; outcome: ReadOutcome; counted: keyof ReadCounts },
  ): T {
    const { lsn, refreshAt, freshUntil, value } = entry;
    this.#counters.add(asked.family, counted);
    asked.trace?.note({ tags: asked.tags, lsn, refreshAt, freshUntil }, outcome);
    return value;
  }

  /** Nobody knows what has changed since: what is kept is better than nothing, for a while and not for its own writer. */
  async #readStale<T>(asked: Asked<T>, own: Entry<T> | undefined): Promise<T> {
    const entry = own ?? (await this.#shared.read<T>(asked.id));
    if (entry && entry.lsn >= asked.minLsn && this.#tail.silentMs < STALE_FOR_MS) {
      return this.#answer(asked, { entry, outcome: 'stale', counted: own ? 'l1Hits' : 'l2Hits' });
    }
    return this.#answer(asked, { entry: await this.#fill(asked), outcome: 'miss', counted: 'misses' });
  }

  /** Waits with all who ask for the same. `expired` is what to fall back on. */
  async #share<T>(asked: Asked<T>, expired: Entry<T> | undefined): Promise<T> {
    try {
      const flight = this.#flights.get(asked.id) as Flight<T> | undefined;
      if (flight && flight.minLsn >= asked.minLsn) {
        return this.#answer(asked, { entry: await flight.entry, outcome: 'hit', counted: 'l1Hits' });
      }
      return await this.#obtainForAll(asked);
    } catch (error) {
      // Its time is over, but where nothing has changed meanwhile it is still true.
      if (!expired || expired.lsn < this.#leastOf(asked)) throw error;
      const outcome = this.#tail.isConfirmed ? 'hit' : 'stale';
      return this.#answer(asked, { entry: expired, outcome, counted: 'l1Hits' });
    }
  }

  async #obtainForAll<T>(asked: Asked<T>): Promise<T> {
    let isFilled = false;
    const obtain = this.#obtain(asked, () => {
      isFilled = true;
    });
    const entry = await this.#fly(asked, obtain);
    const [outcome, counted] = isFilled ? (['miss', 'misses'] as const) : (['hit', 'l2Hits'] as const);
    return this.#answer(asked, { entry, outcome, counted });
  }

  #fly<T>({ id, minLsn }: Asked<T>, entry: Promise<Entry<T>>): Promise<Entry<T>> {
    const flight: Flight<T> = { minLsn, entry };
    this.#flights.set(id, flight);
    return entry.finally(() => {
      if (this.#flights.get(id) === flight) this.#flights.delete(id);
    });
  }

  /** From Redis, of this process or of the one that computes it; by computing it where none does. */
  async #obtain<T>(asked: Asked<T>, onFill: () => void): Promise<Entry<T>> {
    const kept = await this.#shared.read<T>(asked.id);
    if (kept && isFresh(kept, asked.minLsn)) return this.#keep(asked, kept);
    const deadline = performance.now() + CLAIM_PATIENCE_MS;
    for (;;) {
      const { claim, entry } = await this.#shared.claim<T>(asked.id);
      if (entry && isFresh(entry, asked.minLsn)) {
        void claim?.release();
        return this.#keep(asked, entry);
      }
      if (claim || performance.now() > deadline) {
        onFill();
        return this.#fillAndStore(asked, claim);
      }
      await new Promise((resolve) => setTimeout(resolve, CLAIM_LOOK_MS));
    }
  }

  /** Computes it anew while it is served, unless this or another process is at it. */
  async #refresh<T>(asked: Asked<T>): Promise<void> {
    if (this.#refreshing.has(asked.id)) return;
    this.#refreshing.add(asked.id);
    try {
      const { claim, entry } = await this.#shared.claim<T>(asked.id);
      if (entry && isFresh(entry, asked.minLsn) && Date.now() < entry.refreshAt) {
        void claim?.release();
        this.#keep(asked, entry);
      } else if (claim) await this.#fillAndStore(asked, claim);
    } catch {
      // What is served meanwhile is right; who comes after its time computes it.
    } finally {
      this.#refreshing.delete(asked.id);
    }
  }

  async #fillAndStore<T>(asked: Asked<T>, claim: Claim | null): Promise<Entry<T>> {
    try {
      const entry = await this.#fill(asked);
      // What was changed while it was computed it may not have seen.
      if (entry.lsn >= this.#tail.markOf(asked.tags)) {
        this.#keep(asked, entry);
        void claim?.store(entry);
      } else void claim?.release();
      return entry;
    } catch (error) {
      void claim?.release();
      throw error;
    }
  }

  #fill<T>({ minLsn, ttlSeconds, fill }: Asked<T>): Promise<Entry<T>> {
    return this.#db.read(minLsn, async (source) => {
      const value = await fill(source);
      const ttlMs = ttlSeconds * 1_000 * (1 + JITTER * (2 * Math.random() - 1));
      const now = Date.now();
      return { lsn: source.lsn, refreshAt: now + ttlMs * REFRESH_AT, freshUntil: now + ttlMs, value };
    });
  }

  #keep<T>({ id }: Asked<T>, entry: Entry<T>): Entry<T> {
    const bytes = HEAP_OF_ENTRY + HEAP_FACTOR * (id.length + JSON.stringify(entry.value).length);
    this.#own.set(id, { entry, bytes });
    return entry;
  }
}

function isFresh({ lsn, freshUntil }: Entry<unknown>, minLsn: number): boolean {
  return lsn >= minLsn && Date.now() < freshUntil;
}
