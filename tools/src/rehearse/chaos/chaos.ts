import { randomInt } from 'node:crypto';
import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { EXIT_CODES, newReportFolder, type Rehearsal, wholeNumber } from '../rehearsal.ts';
import { type ChaosShop, useChaosShops } from './chaos-shop.ts';
import { describeRun, describeRuns } from './describe.ts';
import { judgeStorm, type RunOutcome, storm } from './run.ts';

const USAGE = `chaos [--runs N] [--seed N] [--seconds N]
  A rush while the shop's processes are killed and paused, its Redis emptied, and the ways between them slowed, broken and
  silenced, each run by a schedule that follows from its seed. Always in a shop of its own. Stops at the first broken promise.
  --runs      how many, one after the other (1)
  --seed      of the first run, the next has the next number (a new one)
  --seconds   of each rush (15)`;

const MOST_RUNS = 1_000;
/** While one shop is in a storm the others settle, which takes a minute and nearly no work. */
const MOST_SHOPS = 3;
const LARGEST_SEED = 2 ** 31 - 1 - MOST_RUNS;

type Options = { runs: number; seed: number; seconds: number };

function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: { runs: { type: 'string' }, seed: { type: 'string' }, seconds: { type: 'string' } },
  });
  const { runs = '1', seed = String(randomInt(LARGEST_SEED)), seconds = '15' } = values;
  return {
    runs: wholeNumber('--runs', runs, { from: 1, to: MOST_RUNS }),
    seed: wholeNumber('--seed', seed, { from: 0, to: LARGEST_SEED }),
    seconds: wholeNumber('--seconds', seconds, { from: 6, to: 600 }),
  };
}

/** What the runs of a command share. */
type Runs = Options & { folder: string; outcomes: RunOutcome[]; begun: number };

/**
 * One run after the other in one shop, while others do the same in theirs; one storm at a time has this machine. Stops at
 * the first broken promise: what would come after it would be judged by books that are wrong already.
 */
async function takeRuns(shop: ChaosShop, runs: Runs, inTurn: InTurn): Promise<void> {
  const isBroken = () => runs.outcomes.some(({ verdict }) => verdict.findings.length > 0);
  while (runs.begun < runs.runs && !isBroken()) {
    const seed = runs.seed + runs.begun;
    runs.begun += 1;
    const historyFile = path.join(runs.folder, `seed-${seed}.jsonl`);
    const passed = await inTurn(() => storm(shop, { seed, seconds: runs.seconds, historyFile }));
    const outcome = await judgeStorm(shop, passed);
    runs.outcomes.push(outcome);
    console.log(describeRun(outcome));
    if (outcome.verdict.findings.length > 0) await keepLogs(shop, runs.folder);
  }
}

type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

function oneAtATime(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => {});
    return next;
  };
}

/** The shop is removed with all that it knows. */
async function keepLogs(shop: ChaosShop, folder: string): Promise<void> {
  await cp(path.join(shop.dataDir, 'logs'), path.join(folder, 'logs'), { recursive: true });
}

async function run(args: string[]): Promise<number> {
  const options = readOptions(args);
  const folder = newReportFolder('chaos');
  console.log(`Chaos of ${options.runs} runs from seed ${options.seed} on, into ${folder}`);
  const runs: Runs = { ...options, folder, outcomes: [], begun: 0 };
  const inTurn = oneAtATime();
  await useChaosShops(Math.min(MOST_SHOPS, options.runs), (shops) =>
    Promise.all(shops.map((shop) => takeRuns(shop, runs, inTurn))),
  );
  const outcomes = runs.outcomes.toSorted((a, b) => a.seed - b.seed);
  await writeFile(path.join(folder, 'runs.json'), `${JSON.stringify(outcomes, null, 2)}\n`);
  console.log(describeRuns(outcomes));
  const broken = outcomes.find(({ verdict }) => verdict.findings.length > 0);
  if (!broken) return EXIT_CODES.kept;
  console.log(
    `\nThe same again: npm run rehearse -- chaos --seed ${broken.seed} --seconds ${options.seconds}`,
  );
  return EXIT_CODES.broken;
}

export const chaos: Rehearsal = { usage: USAGE, run };
