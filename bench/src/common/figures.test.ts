import { expect, it } from 'vitest';
import { percentile, quartilesOf, spreadOf } from './figures.ts';

it('quartiles are told of what has been cast off by others: one round that went wrong moves none', () => {
  expect(quartilesOf([4, 2, 100, 3, 1, 5, 6, 0.01])).toEqual({ median: 3, lower: 1, upper: 5 });
});

it('a percentile is a value that was seen: the smallest that so many do not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([0, 0.5, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([1, 50, 99, 100]);
  expect(percentile([7, 3], 0.5)).toBe(3);
  expect(percentile([7, 3], 0.51)).toBe(7);
});

it('rounds are told by their mean, the least and the most of them', () => {
  expect(spreadOf([10, 2, 6])).toEqual({ mean: 6, least: 2, most: 10 });
});

it('nothing that was measured gives no figure', () => {
  expect(() => percentile([], 0.5)).toThrow('nothing was measured');
  expect(() => spreadOf([])).toThrow('nothing was measured');
});
