import { expect, it } from 'vitest';
import { cacheWarning } from './cache-warning.ts';

const roundWith = (xCache: Record<string, number>) => ({
  perSecond: 1,
  p50: 1,
  p99: 1,
  bytes: 1,
  cpuMs: { server: 1, client: 1 },
  xCache,
});

it('a hot figure whose answers were not all but wholly hits is warned of, over all rounds', () => {
  expect(cacheWarning('hot', 'hit', [roundWith({ hit: 990, miss: 10 })])).toBe(undefined);
  expect(cacheWarning('hot', 'hit', [roundWith({ hit: 100 }), roundWith({ hit: 96, miss: 4 })])).toContain(
    'hit 98.0 %, miss 2.0 %',
  );
  expect(cacheWarning('hot', 'hit', [roundWith({ none: 5 })])).toContain('none 100.0 %');
});

it('a cold figure must be told to be cold', () => {
  expect(cacheWarning('cold', 'cold', [roundWith({ miss: 7, off: 3 })])).toBe(undefined);
  expect(cacheWarning('cold', 'cold', [roundWith({ miss: 9, hit: 1 })])).toContain('hit 10.0 %');
  expect(cacheWarning('cold', 'cold', [roundWith({ none: 1 })])).toContain('none 100.0 %');
});
