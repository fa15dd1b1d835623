import type { HistorySample } from '@holdfast/shared/contracts/operations';
import { describe, expect, it } from 'vitest';
import { HistoryRing, SLOTS } from './history-ring.ts';

const START = Date.parse('2026-11-24T12:00:00.000Z') / 1_000;

function sample(second: number, more: Partial<HistorySample> = {}): HistorySample {
  return {
    at: new Date((START + second) * 1_000 + 250).toISOString(),
    queues: [],
    cacheRatio: null,
    replicas: [],
    rps: second,
    p95Ms: null,
    outboxPending: null,
    ordersPerMinute: null,
    ...more,
  };
}

describe('HistoryRing', () => {
  it('ends at the newest second and leaves a gap where none was seen', () => {
    const ring = new HistoryRing();
    for (const second of [0, 1, 4]) ring.put(sample(second));
    expect(ring.times.slice(-5)).toEqual([0, 1, 2, 3, 4].map((second) => START + second));
    expect(ring.column('rps').slice(-6)).toEqual([null, 0, 1, null, null, 4]);
  });

  it('takes the history after the first live figures have come, and forgets what is older than 15 minutes', () => {
    const ring = new HistoryRing();
    ring.put(sample(SLOTS));
    ring.putAll([0, 1, SLOTS - 1].map((second) => sample(second)));
    expect(ring.column('rps')[0]).toBe(1);
    expect(ring.column('rps').slice(-2)).toEqual([SLOTS - 1, SLOTS]);
  });

  it('keeps the same arrays at the same length however long it is fed', () => {
    const ring = new HistoryRing();
    ring.put(sample(0));
    const rps = ring.column('rps');
    for (let second = 1; second < 3 * SLOTS; second += 1) ring.put(sample(second));
    expect(ring.column('rps')).toBe(rps);
    expect(rps).toHaveLength(SLOTS);
    expect(ring.times).toHaveLength(SLOTS);
    expect(rps[0]).toBe(2 * SLOTS);
  });

  it('is empty after a pause longer than itself', () => {
    const ring = new HistoryRing();
    ring.put(sample(0));
    ring.put(sample(10 * SLOTS));
    expect(ring.column('rps').filter((value) => value !== null)).toEqual([10 * SLOTS]);
  });

  it('draws no age where nothing waits, and a gap where the queue could not be read', () => {
    const queue = { name: 'payments', perSecond: null };
    const ring = new HistoryRing();
    ring.put(sample(0, { queues: [{ ...queue, waiting: 0, oldestWaitingMs: null }] }));
    ring.put(sample(1, { queues: [{ ...queue, waiting: null, oldestWaitingMs: null }] }));
    ring.put(sample(2, { queues: [{ ...queue, waiting: 2, oldestWaitingMs: 900 }] }));
    expect(ring.column('oldest:payments').slice(-3)).toEqual([0, null, 900]);
  });
});
