import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type Rehearsal, wholeNumber } from '../rehearsal.ts';
import { planReadFaults } from './faults.ts';
import { rehearseReads } from './rehearse-reads.ts';
import type { ReadsPlan } from './plan.ts';

const USAGE = `  staleness [--reads N] [--changes N] [--seed N] [--primary]
      Prices and stock are changed while many look at them, with sessions and without, and the replica, the cache's Redis and
      the API's processes are paused and killed; in a shop of its own. No answer may be older than a second, and none older
      than what its session has written. --reads (100000), --changes (1000): how many at least; --seed: from which follows
      what is done to the shop and who asks for what (a new one); --primary: kills the primary as well`;

/** What a shop on two cores bears beside its faults. */
const READS_PER_SECOND = 450;
const CHANGES_PER_SECOND = 5;
const SHORTEST_SECONDS = 20;
const LOOKS_PER_CHANGE = 16;

/** @throws WrongUsage, and what parseArgs throws */
function readPlan(args: string[]): ReadsPlan {
  const { values } = parseArgs({
    args,
    options: {
      reads: { type: 'string', default: '100000' },
      changes: { type: 'string', default: '1000' },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      primary: { type: 'boolean', default: false },
    },
  });
  const reads = wholeNumber('--reads', values.reads, { from: 100, to: 10_000_000 });
  const changes = wholeNumber('--changes', values.changes, { from: 10, to: 100_000 });
  const seed = wholeNumber('--seed', values.seed, { from: 0, to: 2_147_483_647 });
  const { primary } = values;
  const seconds = Math.ceil(
    Math.max(SHORTEST_SECONDS, reads / READS_PER_SECOND, changes / CHANGES_PER_SECOND),
  );
  return {
    rehearsal: 'staleness',
    options: `--reads ${reads} --changes ${changes}${primary ? ' --primary' : ''}`,
    seed,
    seconds,
    changes,
    looksPerChange: LOOKS_PER_CHANGE,
    visits: Math.max(reads - changes * LOOKS_PER_CHANGE, reads / 2),
    faults: planReadFaults({ seed, seconds, primary }),
  };
}

export const staleness: Rehearsal = { usage: USAGE, run: (args) => rehearseReads(readPlan(args)) };
