import type { ReadRound } from './read-load.ts';

/** What the answers of a figure should say of the cache: `hit`, or that it was asked past the cache. */
export type CacheUse = 'hit' | 'cold';

/** Now and then a hot answer is refreshed; more than so few are not hot. */
const MOST_OTHERS = 0.01;
/** With every tier off there is no such header. */
const NOT_COLD = new Set(['hit', 'stale']);

function isAs(use: CacheUse, xCache: string): boolean {
  return use === 'hit' ? xCache === 'hit' : !NOT_COLD.has(xCache);
}

/** One in words, when the `x-cache` of the answers does not show that a figure is what it is called; `none` is no such header. */
export function cacheWarnings(title: string, use: CacheUse, rounds: ReadRound[]): string[] {
  const counts = new Map<string, number>();
  for (const [xCache, count] of rounds.flatMap((round) => Object.entries(round.xCache))) {
    counts.set(xCache, (counts.get(xCache) ?? 0) + count);
  }
  const sum = (entries: [string, number][]) => entries.reduce((total, [, count]) => total + count, 0);
  const all = sum([...counts]);
  const others = sum([...counts].filter(([xCache]) => !isAs(use, xCache)));
  if (others <= all * MOST_OTHERS) return [];
  const seen = [...counts].map(([xCache, count]) => `${xCache} ${((100 * count) / all).toFixed(1)} %`);
  const wanted = use === 'hit' ? 'should have come from the cache' : 'should have passed the cache by';
  return [`Warning: the answers of "${title}" ${wanted}, but their \`x-cache\` was: ${seen.join(', ')}.`];
}
