import { describe, expect, it } from 'vitest';
import type { Goods } from './goods.ts';
import { scheduleArrivals } from './schedule.ts';
import { decideWishes } from './shopper-wishes.ts';

const phases = [
  { name: 'warm-up', seconds: 50, perSecond: 10 },
  { name: 'burst', seconds: 50, perSecond: 100 },
];

describe('who comes when', () => {
  it('follows from the seed', () => {
    expect(scheduleArrivals({ seed: 7, phases })).toEqual(scheduleArrivals({ seed: 7, phases }));
    expect(scheduleArrivals({ seed: 8, phases })).not.toEqual(scheduleArrivals({ seed: 7, phases }));
  });

  it.each([1, 2, 3])('is as many as the rate of each phase says, in the order of time (seed %i)', (seed) => {
    const times = scheduleArrivals({ seed, phases }).map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const inWarmUp = times.filter((atMs) => atMs < 50_000).length;
    const inBurst = times.length - inWarmUp;
    // Five standard deviations of a Poisson distribution on either side.
    expect(Math.abs(inWarmUp - 500)).toBeLessThan(5 * Math.sqrt(500));
    expect(Math.abs(inBurst - 5_000)).toBeLessThan(5 * Math.sqrt(5_000));
    expect(times.at(-1)).toBeLessThan(100_000);
  });

  it('comes by chance and not in step: the gaps vary as much as they are long', () => {
    const times = scheduleArrivals({ seed: 1, phases: phases.slice(1) }).map(({ atMs }) => atMs);
    const gaps = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    expect(Math.sqrt(variance) / mean).toBeGreaterThan(0.9);
    expect(Math.sqrt(variance) / mean).toBeLessThan(1.1);
  });
});

const item = (name: string) => ({ variantId: name, handle: name, price: 100, currency: 'USD' });
const goods: Goods = {
  hot: [item('hot')],
  others: Array.from({ length: 40 }, (_, index) => item(`other-${index}`)),
  operators: [item('of an operator')],
};

describe('what shoppers want', () => {
  const crowd = scheduleArrivals({ seed: 1, phases }).map(({ seed }) => decideWishes(seed, goods));

  it('follows from the seed', () => {
    const again = scheduleArrivals({ seed: 1, phases }).map(({ seed }) => decideWishes(seed, goods));
    expect(again).toEqual(crowd);
  });

  it('is mostly one to three things, a dozen at most, and never what an operator works on', () => {
    const sizes = crowd.map(({ basket }) => basket.length);
    expect(Math.min(...sizes)).toBe(1);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(12);
    expect(sizes.filter((size) => size <= 3).length / sizes.length).toBeGreaterThan(0.75);
    const wanted = crowd.flatMap(({ basket }) => basket.map(({ item: { handle } }) => handle));
    expect(wanted).not.toContain('of an operator');
  });

  it('is the hot item for most, and each manner and payment is had by some', () => {
    const wantHot = crowd.filter(({ basket }) => basket.some(({ item: { handle } }) => handle === 'hot'));
    expect(wantHot.length / crowd.length).toBeGreaterThan(0.5);
    expect(new Set(crowd.map(({ manner }) => manner)).size).toBe(6);
    expect(new Set(crowd.map(({ token }) => token)).size).toBe(6);
  });
});
