import { describe, expect, test } from 'vitest';
import {
  HISTORY_MS,
  type HistorySample,
  historySampleSchema,
  type Snapshot,
} from './contracts/operations.ts';
import { joinHistory, toHistorySample } from './history-sample.ts';

type Node = Snapshot['nodes'][number];

const at = '2026-11-24T12:00:00.250Z';
const node = (changes: Partial<Node>): Node => ({
  id: 'api-1',
  role: 'api',
  pid: 1,
  state: 'up',
  startedAt: at,
  seenAt: at,
  rps: null,
  p95Ms: null,
  eventLoopLagMs: null,
  rssBytes: 1,
  ...changes,
});
const snapshot = (nodes: Node[]): Snapshot => ({
  at,
  queues: [
    {
      name: 'payments',
      paused: false,
      workers: 1,
      waiting: 3,
      active: 2,
      delayed: 1,
      failed: 4,
      oldestWaitingMs: 70,
      perSecond: null,
    },
  ],
  cache: { ratio: 0.75, families: [] },
  database: {
    primary: { state: 'up', connections: 9 },
    replicas: [{ name: 'replica-1', state: 'down', lagMs: null, lagBytes: null }],
  },
  redis: [],
  nodes,
  circuits: [],
  outbox: { pending: 0, oldestMs: null, dead: 0 },
  orders: { perMinute: 12, recent: [] },
});

describe('what is kept of a snapshot', () => {
  test('is its time and its figures as they were, the unknown as unknown', () => {
    const sample = toHistorySample(snapshot([]));
    expect(sample).toEqual({
      at,
      queues: [{ name: 'payments', waiting: 3, oldestWaitingMs: 70, perSecond: null }],
      cacheRatio: 0.75,
      replicas: [{ name: 'replica-1', lagMs: null, lagBytes: null }],
      rps: null,
      p95Ms: null,
      outboxPending: 0,
      ordersPerMinute: 12,
    });
    expect(historySampleSchema.parse(sample)).toEqual(sample);
  });

  test('adds up the rates of the API processes that live, and takes the slowest one', () => {
    const sample = toHistorySample(
      snapshot([
        node({ rps: 10, p95Ms: 20 }),
        node({ rps: 5, p95Ms: 40 }),
        node({ rps: 0, p95Ms: null }),
        node({ state: 'down', rps: 1_000, p95Ms: 1_000 }),
        node({ role: 'web', rps: 1_000, p95Ms: 1_000 }),
      ]),
    );
    expect(sample).toMatchObject({ rps: 15, p95Ms: 40 });
  });
});

describe('two histories', () => {
  const now = Date.parse('2026-11-24T12:00:00.500Z');
  const sample = (msAgo: number, outboxPending: number): HistorySample => ({
    ...toHistorySample(snapshot([])),
    at: new Date(now - msAgo).toISOString(),
    outboxPending,
  });
  const pending = (samples: HistorySample[]) => samples.map(({ outboxPending }) => outboxPending);

  test('are joined in the order of time, one sample a second, the first one’s where both have it', () => {
    const joined = joinHistory(
      [sample(3_000, 1), sample(1_000, 2)],
      [sample(2_000, 3), sample(1_100, 4)],
      now,
    );
    expect(pending(joined)).toEqual([1, 3, 2]);
  });

  test('forget what is older than the page looks back', () => {
    const joined = joinHistory([sample(HISTORY_MS + 1_000, 1), sample(HISTORY_MS - 1_000, 2)], [], now);
    expect(pending(joined)).toEqual([2]);
  });
});
