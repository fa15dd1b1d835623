import { expect, it } from 'vitest';
import { runSmallest } from './common/testing-bench.ts';
import type { Results } from './orders/measure.ts';

it('bench:orders measures all kinds on a shop of its own, and puts what it saw into the page', async ({
  signal,
}) => {
  const { results, page } = await runSmallest<Results>('orders.ts', signal);
  expect(results.checkouts.map(({ kind, rounds }) => [kind.items, kind.concurrency, rounds.length])).toEqual([
    ['many', 16, 1],
    ['one', 16, 1],
    ['many', 64, 1],
    ['one', 64, 1],
  ]);
  expect(results.rush).toMatchObject([{ placed: 2, refused: 8 }]);
  expect(results.sent.map(({ sql, redis }) => sql > 1 && redis > 1)).toEqual([true, true, true]);
  expect(page).toContain('Rounds: 1, with 16 orders of each kind');
}, 300_000);
