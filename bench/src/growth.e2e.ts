import { expect, it } from 'vitest';
import { runSmallest } from './common/testing-bench.ts';
import { KIND_NAMES } from './growth/kinds.ts';
import type { Results } from './growth/measure.ts';

it('bench:growth measures all kinds at each size of a shop that grows, and the page has what it saw', async ({
  signal,
}) => {
  const { results, page } = await runSmallest<Results>('growth.ts', signal);
  expect(results.atSizes.map(({ kinds }) => Object.keys(kinds))).toEqual([KIND_NAMES, KIND_NAMES]);
  const [small, large] = results.atSizes.map(({ stored }) => stored.products);
  expect((large ?? 0) - (small ?? 0)).toBe(20);
  expect(page).toContain('20 searches, the same at each size');
}, 300_000);
