import { HISTORY_MS, type HistorySample, type Snapshot } from './contracts/operations.ts';

/** What is kept of a snapshot: the same whether the API stores it or the page appends it. */
export function toHistorySample(snapshot: Snapshot): HistorySample {
  const apis = snapshot.nodes.filter(({ role, state }) => role === 'api' && state === 'up');
  return {
    at: snapshot.at,
    queues: snapshot.queues.map(({ name, waiting, oldestWaitingMs, perSecond }) => ({
      name,
      waiting,
      oldestWaitingMs,
      perSecond,
    })),
    cacheRatio: snapshot.cache.ratio,
    replicas: snapshot.database.replicas.map(({ name, lagMs, lagBytes }) => ({ name, lagMs, lagBytes })),
    rps: ofKnown(
      apis.map(({ rps }) => rps),
      (known) => known.reduce((sum, rps) => sum + rps, 0),
    ),
    p95Ms: ofKnown(
      apis.map(({ p95Ms }) => p95Ms),
      (known) => Math.max(...known),
    ),
    outboxPending: snapshot.outbox.pending,
    ordersPerMinute: snapshot.orders.perMinute,
  };
}

/** Both as one history that ends at `now`: oldest first, one a second, of which `first` has the say. */
export function joinHistory(
  first: HistorySample[],
  second: HistorySample[],
  now: number = Date.now(),
): HistorySample[] {
  const bySecond = new Map<number, HistorySample>();
  for (const sample of [...second, ...first]) bySecond.set(secondOf(sample), sample);
  return [...bySecond]
    .filter(([at]) => at > now - HISTORY_MS)
    .toSorted(([one], [other]) => one - other)
    .map(([, sample]) => sample);
}

/** The start of the second that the sample is of, in ms. */
function secondOf({ at }: HistorySample): number {
  return Math.floor(Date.parse(at) / 1_000) * 1_000;
}

/** Null when nothing is known. */
function ofKnown(values: (number | null)[], sum: (known: number[]) => number): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : sum(known);
}
