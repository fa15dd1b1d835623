import { SlidingCounter } from '../sliding-counter.ts';

export const CACHE_FAMILIES = [
  'catalog.list',
  'catalog.product',
  'catalog.search',
  'catalog.categories',
] as const;
export type CacheFamily = (typeof CACHE_FAMILIES)[number];

/** Each read counted once: `l1Hits` were answered by this process, `l2Hits` came from Redis. */
export type ReadCounts = { l1Hits: number; l2Hits: number; misses: number };

/** The reads of a family over the last 10 s, and since the process started. */
export type FamilyCounts = ReadCounts & { name: CacheFamily; sinceStart: ReadCounts };

/** What became of the reads, by family. */
export class FamilyCounters {
  readonly #families = new Map(
    CACHE_FAMILIES.map((name) => [
      name,
      { l1Hits: new SlidingCounter(), l2Hits: new SlidingCounter(), misses: new SlidingCounter() },
    ]),
  );

  add(family: CacheFamily, outcome: keyof ReadCounts): void {
    this.#families.get(family)?.[outcome].add();
  }

  read(): FamilyCounts[] {
    return [...this.#families].map(([name, { l1Hits, l2Hits, misses }]) => ({
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
}
