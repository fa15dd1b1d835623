import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Presence } from './presence.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

it('a part that was away between two looks is still shown as away at the next one', () => {
  const presence = new Presence();
  expect(presence.isSteady(true)).toBe(true);
  presence.lost();
  vi.advanceTimersByTime(1_000);
  expect(presence.isSteady(true)).toBe(false);
  vi.advanceTimersByTime(600);
  expect(presence.isSteady(true)).toBe(true);
});

it('a part that comes and goes is not shown as healthy', () => {
  const presence = new Presence();
  for (let second = 0; second < 5; second += 1) {
    expect(presence.isSteady(second % 2 === 1)).toBe(false);
    vi.advanceTimersByTime(1_000);
  }
});
