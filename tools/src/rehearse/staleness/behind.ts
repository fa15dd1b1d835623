import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { PlannedFault } from '../chaos/faults.ts';
import { type Rehearsal, wholeNumber } from '../rehearsal.ts';
import type { ReadsPlan } from './plan.ts';
import { rehearseReads } from './rehearse-reads.ts';

const USAGE = `  behind [--reads N] [--seed N]
      The replica replays 5 s late all the time, and sessions look at what they have just changed, in a shop of its own. None may
      see what was there before. --reads: how many such looks at least (10000); --seed: who asks for what (a new one)`;

const LOOKS_PER_CHANGE = 20;
const LOOKS_PER_SECOND = 250;
const SHORTEST_SECONDS = 10;
/** A few others, so that caches are filled by who has no session as well. */
const VISITS_PER_LOOK = 0.2;

const BEHIND_MS = 5_000;

/** @throws WrongUsage, and what parseArgs throws */
function readPlan(args: string[]): ReadsPlan {
  const { values } = parseArgs({
    args,
    options: {
      reads: { type: 'string', default: '10000' },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
    },
  });
  const reads = wholeNumber('--reads', values.reads, { from: 100, to: 1_000_000 });
  const seconds = Math.ceil(Math.max(SHORTEST_SECONDS, reads / LOOKS_PER_SECOND));
  return {
    rehearsal: 'behind',
    options: `--reads ${reads}`,
    seed: wholeNumber('--seed', values.seed, { from: 0, to: 2_147_483_647 }),
    seconds,
    changes: Math.ceil(reads / LOOKS_PER_CHANGE),
    looksPerChange: LOOKS_PER_CHANGE,
    visits: Math.ceil(reads * VISITS_PER_LOOK),
    faults: [lateReplica(seconds)],
  };
}

function lateReplica(seconds: number): PlannedFault {
  return { kind: 'lag', part: 'replica-1', afterMs: 0, forMs: seconds * 1_000, behindMs: BEHIND_MS };
}

export const behind: Rehearsal = { usage: USAGE, run: (args) => rehearseReads(readPlan(args)) };
