import { expect, test } from 'vitest';
import { RequestStats } from './request-stats.ts';

test('before anything was answered the rate is zero and the p95 not known', () => {
  expect(new RequestStats().read()).toEqual({ rps: 0, p95Ms: null });
});

test('the rate is over ten seconds, and the p95 is what 95 of 100 stay below', () => {
  const stats = new RequestStats();
  for (let request = 1; request <= 100; request += 1) stats.record(request);
  const { rps, p95Ms } = stats.read();
  expect(rps).toBe(10);
  expect(p95Ms).toBeGreaterThan(94);
  expect(p95Ms).toBeLessThan(97);
});

test('an answer without measurable time and one of an hour are counted too', () => {
  const stats = new RequestStats();
  stats.record(0);
  stats.record(3_600_000);
  expect(stats.read().rps).toBe(0.2);
});
