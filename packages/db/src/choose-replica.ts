/** What tells how fast a server would answer one more read. */
export type Load = { readsUnderWay: number; lagMs: number };

/** A replica that lags by this much is as little wanted as one that does twice the work. */
const LAG_THAT_DOUBLES_MS = 1_000;

/**
 * The less loaded of two that are drawn at random: nearly as good as the least loaded of all, and many readers that choose
 * at the same moment do not all run to the same one. One that answers slowly has more reads under way and is chosen less.
 */
export function chooseReplica<R extends { load: Load }>(
  able: R[],
  draw: () => number = Math.random,
): R | undefined {
  const first = able[Math.floor(draw() * able.length)];
  const others = able.filter((replica) => replica !== first);
  const second = others[Math.floor(draw() * others.length)];
  if (!first || !second) return first;
  return costOf(second.load) < costOf(first.load) ? second : first;
}

function costOf({ readsUnderWay, lagMs }: Load): number {
  return (readsUnderWay + 1) * (1 + lagMs / LAG_THAT_DOUBLES_MS);
}
