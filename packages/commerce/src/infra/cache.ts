import type { Database, ReadSource } from '@holdfast/db/database';
import type { Redis } from 'ioredis';
import type { Logger } from './log.ts';
import { SlidingCounter } from './sliding-counter.ts';

/** In front of every key of the cache; not that of the queues, with which it may share a Redis. */
export const CACHE_PREFIX = 'holdfast-cache';

export const CACHE_FAMILIES = [
  'catalog.list',
  'catalog.product',
  'catalog.search',
  'catalog.suggest',
  'catalog.categories',
] as const;
export type CacheFamily = (typeof CACHE_FAMILIES)[number];

export type CacheRead = {
  family: CacheFamily;
  /** What sets this answer apart within its family. */
  key: string;
  /** What invalidates it, see `drop`. */
  tags: string[];
  ttlSeconds: number;
  /** What is older than this position of the WAL (bytes) is a miss for this caller, though not for others. */
  minLsn?: number | undefined;
};

/** Each read counted once: `l1Hits` shared a flight of this process, `l2Hits` came from Redis. */
export type ReadCounts = { l1Hits: number; l2Hits: number; misses: number };

/** The reads of a family over the last 10 s, and since the process started. */
export type FamilyCounts = ReadCounts & { name: CacheFamily; sinceStart: ReadCounts };

/** `lsn`: what the value was filled from is at least as new as this position of the WAL (bytes). */
type Entry<T> = { lsn: number; value: T };

type Look<T> = { entry: Entry<T> | null; minLsn: number; lostTags: string[] };

/** Longer than any entry lives, so that a tag does not end before what it guards. */
const TAG_TTL_SECONDS = 900;

/** Sets a tag to a position, and never back. */
const RAISE_TAG = `
local known = tonumber(redis.call('GET', KEYS[1]))
if not known or known < tonumber(ARGV[1]) then
  redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
end`;

/**
 * Public answers, aside in Redis. Each tag holds the WAL position of its last invalidation and each entry the
 * position that it was filled from, so an entry that was filled from older rows than its tags demand, from a
 * replica that lags or by a slow reader, is a miss by itself and is never served. Without Redis every read is
 * a miss and is answered from the database.
 *
 * A tag that Redis has forgotten may have been raised to anything up to now. Its entries are misses, and what
 * takes their place is filled from a server that has seen all that the primary has committed by now.
 */
export class Cache {
  readonly #redis: Redis;
  readonly #db: Database;
  readonly #log: Logger;
  readonly #prefix: string;
  readonly #flights = new Map<string, Promise<unknown>>();
  readonly #counts = new Map(
    CACHE_FAMILIES.map((name) => [
      name,
      { l1Hits: new SlidingCounter(), l2Hits: new SlidingCounter(), misses: new SlidingCounter() },
    ]),
  );

  constructor(parts: { redis: Redis; db: Database; log: Logger; prefix: string }) {
    this.#redis = parts.redis;
    this.#db = parts.db;
    this.#log = parts.log;
    this.#prefix = parts.prefix;
  }

  /** The cached answer, or what `fill` reads; callers of the same key in this process share one flight. */
  async read<T>(wanted: CacheRead, fill: (source: ReadSource) => Promise<T>): Promise<T> {
    const id = `${wanted.family}:${wanted.key}`;
    // A flight that began without a position may bring what is older than it.
    const flightId = `${wanted.minLsn ?? 0}:${id}`;
    const flight = this.#flights.get(flightId) as Promise<T> | undefined;
    if (flight) {
      this.#counts.get(wanted.family)?.l1Hits.add();
      return flight;
    }
    const started = this.#readThrough(id, wanted, fill).finally(() => this.#flights.delete(flightId));
    this.#flights.set(flightId, started);
    return started;
  }

  /**
   * Invalidates all that carries one of the tags. Call it after the commit that changed them, and await it:
   * a reader that comes after the writer's answer then sees the change.
   * @returns the position that this wrote into the tags, also when Redis did not take it: whoever reads at or past it
   * sees the change. Null when there are no tags, or the primary gave none.
   */
  async drop(tags: string[]): Promise<number | null> {
    if (tags.length === 0) return null;
    let lsn: number | null = null;
    // What was written is committed: from here on nothing may fail the caller.
    try {
      lsn = await this.#db.markLsn();
      const pipeline = this.#redis.pipeline();
      for (const tag of tags) pipeline.eval(RAISE_TAG, 1, this.#tagKey(tag), lsn, TAG_TTL_SECONDS);
      const results = await pipeline.exec();
      const failed = results?.find(([error]) => error)?.[0];
      if (failed) throw failed;
    } catch (error) {
      this.#log.warn({ err: error, tags }, 'cache entries could not be dropped and live until their TTL');
    }
    return lsn;
  }

  counts(): FamilyCounts[] {
    return [...this.#counts].map(([name, { l1Hits, l2Hits, misses }]) => ({
      name,
      l1Hits: l1Hits.total(),
      l2Hits: l2Hits.total(),
      misses: misses.total(),
      sinceStart: {
        l1Hits: l1Hits.sinceStart(),
        l2Hits: l2Hits.sinceStart(),
        misses: misses.sinceStart(),
      },
    }));
  }

  async #readThrough<T>(id: string, wanted: CacheRead, fill: (source: ReadSource) => Promise<T>): Promise<T> {
    const found = await this.#look<T>(id, wanted);
    const counts = this.#counts.get(wanted.family);
    if (found?.entry) {
      counts?.l2Hits.add();
      return found.entry.value;
    }
    counts?.misses.add();
    const lost = found?.lostTags.length ? await this.#db.readLsn() : 0;
    const minLsn = Math.max(found?.minLsn ?? wanted.minLsn ?? 0, lost);
    const filled = await this.#db.read(minLsn, async (source) => ({
      lsn: source.lsn,
      value: await fill(source),
    }));
    if (found) {
      const marks = found.lostTags.map((tag) => ({ tag, lsn: lost }));
      await this.#store(id, { entry: filled, ttlSeconds: wanted.ttlSeconds, marks });
    }
    return filled.value;
  }

  /**
   * The entry when it is as new as all of its tags and the caller demand, else what a fill must be as new as. Null when Redis
   * does not tell: an answer that was filled without knowing its tags is not stored.
   */
  async #look<T>(id: string, { tags, minLsn: asked = 0 }: CacheRead): Promise<Look<T> | null> {
    try {
      const [stored, ...marks] = await this.#redis.mget(
        this.#entryKey(id),
        ...tags.map((tag) => this.#tagKey(tag)),
      );
      const minLsn = Math.max(asked, ...marks.map((mark) => Number(mark ?? 0)));
      const lostTags = tags.filter((_, index) => marks[index] === null);
      const entry = stored ? (JSON.parse(stored) as Entry<T>) : null;
      const isValid = entry !== null && lostTags.length === 0 && entry.lsn >= minLsn;
      return { entry: isValid ? entry : null, minLsn, lostTags };
    } catch {
      return null;
    }
  }

  async #store<T>(
    id: string,
    fresh: { entry: Entry<T>; ttlSeconds: number; marks: { tag: string; lsn: number }[] },
  ): Promise<void> {
    try {
      const pipeline = this.#redis.pipeline();
      for (const { tag, lsn } of fresh.marks) {
        pipeline.set(this.#tagKey(tag), lsn, 'EX', TAG_TTL_SECONDS, 'NX');
      }
      pipeline.set(this.#entryKey(id), JSON.stringify(fresh.entry), 'EX', fresh.ttlSeconds);
      await pipeline.exec();
    } catch {
      // Not cached this time: the answer itself is right.
    }
  }

  /** Positions of one database mean nothing in another, and nothing after it was restored. */
  #entryKey(id: string): string {
    return `${this.#prefix}:${this.#db.epoch}:entry:${id}`;
  }

  #tagKey(tag: string): string {
    return `${this.#prefix}:${this.#db.epoch}:tag:${tag}`;
  }
}
