import { expect, it } from 'vitest';
import { Trust } from './trust.ts';

const STEP_MS = 500;

/** Has the server fail at that time and be well from then on. @returns for how long that was not enough. */
function regainMs(trust: Trust, failedAt: number): number {
  trust.failed(failedAt);
  let passed = STEP_MS;
  while (!trust.succeeded(failedAt + passed)) passed += STEP_MS;
  return passed;
}

it('a server that has never failed is trusted, one that has is after a second without a failure', () => {
  const trust = new Trust();
  expect(trust.succeeded(0)).toBe(true);
  trust.failed(10_000);
  expect(trust.succeeded(10_500)).toBe(false);
  trust.failed(10_900);
  expect(trust.succeeded(11_800)).toBe(false);
  expect(trust.succeeded(11_900)).toBe(true);
});

it('one that comes and goes is trusted again later each time, up to half a minute', () => {
  const trust = new Trust();
  let now = 0;
  const waits = Array.from({ length: 7 }, () => {
    const wait = regainMs(trust, now);
    now += wait + 20_000;
    return wait;
  });
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

it('one that has been well for a minute is trusted as soon as at first', () => {
  const trust = new Trust();
  regainMs(trust, 0);
  expect(regainMs(trust, 10_000)).toBe(2_000);
  expect(regainMs(trust, 100_000)).toBe(1_000);
});
