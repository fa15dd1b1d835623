import { expect, it } from 'vitest';
import { runSmallest } from './common/testing-bench.ts';
import type { Results } from './search/measure.ts';

it('bench:search measures searches of as many generated products as are asked for, a bare server gives the same bytes, and the page has what it saw', async ({
  signal,
}) => {
  const { results, page } = await runSmallest<Results>('search.ts', signal);
  expect(Object.keys(results.kinds)).toEqual(['bareSearch', 'warmSearch', 'coldSearch']);
  const bytes = (name: 'bareSearch' | 'warmSearch') => results.kinds[name]?.[0]?.bytes;
  expect(bytes('bareSearch')).toBeGreaterThan(0);
  expect(results.stored.products).toBeGreaterThan(results.sizes.products);
  expect(page).toContain('Searches: 20 distinct warm ones');
}, 300_000);
