import { expect, it } from 'vitest';
import { planReadFaults } from './faults.ts';

const pairsOf = (seed: number, primary = false) =>
  planReadFaults({ seed, seconds: 60, primary }).map(({ kind, part }) => `${kind} ${part}`);

it('what happens to the shop follows from the seed, and every kind comes before one comes again', () => {
  expect(pairsOf(1)).toEqual(pairsOf(1));
  expect(pairsOf(1)).not.toEqual(pairsOf(2));
  const kinds = new Set(pairsOf(1));
  for (const seed of [1, 2, 3]) expect(new Set(pairsOf(seed).slice(0, kinds.size))).toEqual(kinds);
});

it('the primary is left alone unless it is asked for', () => {
  expect(pairsOf(1)).not.toContain('kill postgres');
  expect(pairsOf(1, true)).toContain('kill postgres');
});

it('nothing begins in the last seconds, so that the shop is itself again at the end', () => {
  const faults = planReadFaults({ seed: 1, seconds: 20, primary: true });
  expect(Math.max(...faults.map(({ afterMs }) => afterMs))).toBeLessThanOrEqual(17_000);
});
