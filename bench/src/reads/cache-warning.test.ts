import { expect, it } from 'vitest';
import { cacheWarnings } from './cache-warning.ts';

const roundWith = (xCache: Record<string, number>) => ({
  perSecond: 1,
  warmUpP50: 1,
  p50: 1,
  p99: 1,
  bytes: 1,
  cpuMs: { server: 1, client: 1 },
  shed: 0,
  xCache,
});

it('a hot figure whose answers were not all but wholly hits is warned of, over all rounds', () => {
  expect(cacheWarnings('hot', 'hit', [roundWith({ hit: 990, miss: 10 })])).toEqual([]);
  expect(cacheWarnings('hot', 'hit', [roundWith({ hit: 100 }), roundWith({ hit: 96, miss: 4 })])).toEqual([
    expect.stringContaining('hit 98.0 %, miss 2.0 %'),
  ]);
  expect(cacheWarnings('hot', 'hit', [roundWith({ none: 5 })])).toEqual([
    expect.stringContaining('none 100.0 %'),
  ]);
});

it('a cold figure has no answer of the cache, fresh or stale', () => {
  expect(cacheWarnings('cold', 'cold', [roundWith({ miss: 7, none: 3 })])).toEqual([]);
  expect(cacheWarnings('cold', 'cold', [roundWith({ none: 9, hit: 1 })])).toEqual([
    expect.stringContaining('hit 10.0 %'),
  ]);
  expect(cacheWarnings('cold', 'cold', [roundWith({ none: 9, stale: 1 })])).toEqual([
    expect.stringContaining('stale 10.0 %'),
  ]);
});
