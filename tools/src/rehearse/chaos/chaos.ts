import { randomInt } from 'node:crypto';
import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { EXIT_CODES, newReportFolder, type Rehearsal, wholeNumber } from '../rehearsal.ts';
import { type ChaosShop, useChaosShop } from './chaos-shop.ts';
import { describeRun, describeRuns } from './describe.ts';
import { type RunOutcome, runOnce } from './run.ts';

const USAGE = `chaos [--runs N] [--seed N] [--seconds N]
  A rush while the shop's processes are killed and paused, its Redis emptied, and the ways between them slowed, broken and
  silenced, each run by a schedule that follows from its seed. Always in a shop of its own. Stops at the first broken promise.
  --runs      how many, one after the other (1)
  --seed      of the first run, the next has the next number (a new one)
  --seconds   of each rush (15)`;

const MOST_RUNS = 1_000;
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

/** Stops at the first run that breaks a promise: what comes after it would be judged by books that are wrong already. */
async function runAll(shop: ChaosShop, options: Options & { folder: string }): Promise<RunOutcome[]> {
  const { runs, seconds, folder } = options;
  const outcomes: RunOutcome[] = [];
  while (outcomes.length < runs && !outcomes.at(-1)?.verdict.findings.length) {
    const seed = options.seed + outcomes.length;
    const outcome = await runOnce(shop, { seed, seconds, historyFile: historyFileOf(folder, seed) });
    outcomes.push(outcome);
    console.log(describeRun(outcome));
  }
  return outcomes;
}

function historyFileOf(folder: string, seed: number): string {
  return path.join(folder, `seed-${seed}.jsonl`);
}

async function run(args: string[]): Promise<number> {
  const options = readOptions(args);
  const folder = newReportFolder('chaos');
  console.log(`Chaos of ${options.runs} runs from seed ${options.seed} on, into ${folder}`);
  return useChaosShop(async (shop) => {
    const outcomes = await runAll(shop, { ...options, folder });
    console.log(describeRuns(outcomes));
    await writeFile(path.join(folder, 'runs.json'), `${JSON.stringify(outcomes, null, 2)}\n`);
    const broken = outcomes.find(({ verdict }) => verdict.findings.length > 0);
    if (!broken) return EXIT_CODES.kept;
    await cp(path.join(shop.dataDir, 'logs'), path.join(folder, 'logs'), { recursive: true });
    console.log(
      `\nThe same again: npm run rehearse -- chaos --seed ${broken.seed} --seconds ${options.seconds}`,
    );
    return EXIT_CODES.broken;
  });
}

export const chaos: Rehearsal = { usage: USAGE, run };
