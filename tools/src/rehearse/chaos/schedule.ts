import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { allPairs, type FaultKind, type PlannedFault } from './faults.ts';

/** One fault begins in so much time, on average; most last longer, so that several overlap. */
const ONE_EVERY_MS = 1_500;
/** The rush is under way before the first fault, and the shop is itself for a moment before the rush ends. */
const FIRST_AFTER_MS = 1_500;
const NONE_IN_THE_LAST_MS = 2_500;

const LASTING = new Set<FaultKind>(['pause', 'slow', 'refuse', 'silence', 'lag']);
/** A job's lock lasts 20 s: a worker that is paused beyond it comes back to jobs that are another's. */
const BEYOND_JOB_LOCK_MS = { from: 21_000, to: 24_000 };

type Between = (from: number, to: number) => number;

/** What happens to a shop in a run of `seconds` under this seed, in the order of its beginning. The same for ever. */
export function planFaults({ seed, seconds }: { seed: number; seconds: number }): PlannedFault[] {
  const random = xoroshiro128plus(seed);
  const between: Between = (from, to) => uniformInt(random, from, to);
  const pairs = allPairs();
  const lastAfterMs = seconds * 1_000 - NONE_IN_THE_LAST_MS;
  const count = Math.max(1, Math.floor((lastAfterMs - FIRST_AFTER_MS) / ONE_EVERY_MS));
  return Array.from({ length: count }, () => {
    const { kind, part } = pairs[between(0, pairs.length - 1)] as (typeof pairs)[number];
    return planFault({ kind, part, afterMs: between(FIRST_AFTER_MS, lastAfterMs) }, between);
  }).toSorted((a, b) => a.afterMs - b.afterMs);
}

function planFault(begins: Pick<PlannedFault, 'kind' | 'part' | 'afterMs'>, between: Between): PlannedFault {
  const forMs = LASTING.has(begins.kind) ? lasting(begins, between) : 0;
  if (begins.kind !== 'slow') return { ...begins, forMs };
  const traffic = { latencyMs: between(50, 500), bytesPerSecond: between(32, 256) * 1024 };
  return { ...begins, forMs, traffic };
}

function lasting({ kind, part }: Pick<PlannedFault, 'kind' | 'part'>, between: Between): number {
  if (kind === 'lag') return between(2_000, 8_000);
  const beyondLock = kind === 'pause' && part === 'worker-1' && between(1, 3) === 1;
  if (beyondLock) return between(BEYOND_JOB_LOCK_MS.from, BEYOND_JOB_LOCK_MS.to);
  return between(1_000, 8_000);
}
