import { expect } from 'vitest';
import { eventually, type ShopClient } from './client.ts';

export type Snapshot = Awaited<ReturnType<ShopClient['operations']['snapshot']['query']>>;

/** A snapshot of which nothing was read before now. */
export function readFromNow(
  operator: ShopClient,
  isWanted: (now: Snapshot) => boolean = () => true,
): Promise<Snapshot> {
  const from = Date.now();
  return eventually(
    () => operator.operations.snapshot.query(),
    (now) => Date.parse(now.at) > from && isWanted(now),
    30_000,
  );
}

/** What the history is to keep of a snapshot: written out here, apart from the code that is tested. */
export function sampleOf({ at, queues, cache, database, nodes, outbox, orders }: Snapshot) {
  const apis = nodes.filter(({ role, state }) => role === 'api' && state === 'up');
  const slowest = Math.max(...apis.map(({ p95Ms }) => p95Ms ?? 0));
  return {
    at,
    queues: queues.map(({ name, waiting, oldestWaitingMs, perSecond }) => ({
      name,
      waiting,
      oldestWaitingMs,
      perSecond,
    })),
    cacheRatio: cache.ratio,
    replicas: database.replicas.map(({ name, lagMs, lagBytes }) => ({ name, lagMs, lagBytes })),
    rps: apis.reduce((sum, { rps }) => sum + (rps ?? 0), 0),
    p95Ms: slowest === 0 ? null : slowest,
    outboxPending: outbox.pending,
    ordersPerMinute: orders.perMinute,
  };
}

export function expectBetween(value: number | null | undefined, low: number, high: number): void {
  expect(value).toBeGreaterThanOrEqual(low);
  expect(value).toBeLessThanOrEqual(high);
}

/** An age that was measured for this snapshot, of something that was made at `madeAt`. */
export function expectAge(age: number | null | undefined, madeAt: number, { at }: { at: string }): void {
  expectBetween(age, Date.parse(at) - madeAt - 1, Date.now() - madeAt);
}
