import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { PlannedFault } from '../chaos/faults.ts';

const FIRST_AFTER_MS = 1_500;
const ONE_EVERY_MS = 3_000;
const NONE_IN_THE_LAST_MS = 3_000;

type Kind = Pick<PlannedFault, 'kind' | 'part'> & { forMs?: { from: number; to: number } };

const LAG_MS = { from: 3_000, to: 6_000 };
const REDIS_PAUSE_MS = { from: 1_000, to: 3_000 };
/** Longer than a process may go on serving what it cannot confirm. */
const API_PAUSE_MS = { from: 3_000, to: 5_000 };
/** Longer than that as well, and too short for the primary to be taken for gone. */
const DEAF_MS = { from: 1_800, to: 2_800 };

/** What a cache, its invalidations and a replica may meet; the primary lives, and one API process while the other is killed. */
function kindsOf(cycle: number): Kind[] {
  const [killed, paused] = cycle % 2 === 0 ? (['api-1', 'api-2'] as const) : (['api-2', 'api-1'] as const);
  return [
    { kind: 'lag', part: 'replica-1', forMs: LAG_MS },
    { kind: 'kill', part: 'redis-cache' },
    { kind: 'pause', part: 'redis-cache', forMs: REDIS_PAUSE_MS },
    { kind: 'flush', part: 'redis-cache' },
    { kind: 'kill', part: killed },
    { kind: 'pause', part: paused, forMs: API_PAUSE_MS },
    { kind: 'kill', part: 'replica-1' },
    { kind: 'deafen', part: paused, forMs: DEAF_MS },
  ];
}

/** Only while it is gone an answer may be marked stale. */
const KILL_PRIMARY: Kind = { kind: 'kill', part: 'postgres' };

export type Storm = { seed: number; seconds: number; primary: boolean };

/**
 * What happens to a shop in so many seconds under this seed, in the order of its beginning: each kind once, in an order of
 * chance, then each again. The same for ever.
 */
export function planReadFaults({ seed, seconds, primary }: Storm): PlannedFault[] {
  const random = xoroshiro128plus(seed);
  const between = (from: number, to: number) => uniformInt(random, from, to);
  const count = Math.floor((seconds * 1_000 - NONE_IN_THE_LAST_MS - FIRST_AFTER_MS) / ONE_EVERY_MS) + 1;
  let left: Kind[] = [];
  let cycle = 0;
  return Array.from({ length: count }, (_, index) => {
    if (left.length === 0) left = primary ? [...kindsOf(cycle++), KILL_PRIMARY] : kindsOf(cycle++);
    const [{ kind, part, forMs }] = left.splice(between(0, left.length - 1), 1) as [Kind];
    const afterMs = FIRST_AFTER_MS + index * ONE_EVERY_MS;
    return { kind, part, afterMs, forMs: forMs ? between(forMs.from, forMs.to) : 0 };
  });
}
