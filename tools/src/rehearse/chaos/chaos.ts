import { randomInt } from 'node:crypto';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { EXIT_CODES, newReportFolder, type Rehearsal, wholeNumber } from '../rehearsal.ts';
import { printReport, writeRunsReport } from '../report/report.ts';
import { describeUntried, untriedIn } from '../untried.ts';
import { type ChaosShop, useChaosShops } from './chaos-shop.ts';
import { describeRun, describeRuns } from './describe.ts';
import { judgeStorm, type RunOutcome, type RunPlan, type Storm, storm } from './run.ts';

const USAGE = `  chaos [--runs N] [--seed N] [--seconds N]
      A rush while the shop's processes are killed and paused, its Redis emptied, and the ways between them slowed, broken
      and silenced, always in shops of its own. Stops at the first broken promise. --runs: how many (1); --seed: from which
      all of the first follows, the next run has the next number; --seconds: for how long shoppers come and faults begin (15)`;

const MOST_RUNS = 1_000;
const LARGEST_SEED = 2_147_483_647 - MOST_RUNS;
/** While one shop is in a storm the others settle, which takes a minute and nearly no work. */
const MOST_SHOPS = 3;

type Options = { runs: number; seed: number; seconds: number };

/** @throws WrongUsage, and what parseArgs throws */
function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      runs: { type: 'string', default: '1' },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      seconds: { type: 'string', default: '15' },
    },
  });
  return {
    runs: wholeNumber('--runs', values.runs, { from: 1, to: MOST_RUNS }),
    seed: wholeNumber('--seed', values.seed, { from: 0, to: LARGEST_SEED }),
    seconds: wholeNumber('--seconds', values.seconds, { from: 6, to: 600 }),
  };
}

/** The runs of a command, which its shops take one by one. */
class Runs {
  readonly outcomes: RunOutcome[] = [];
  readonly #plans: RunPlan[];
  #storm: Promise<unknown> = Promise.resolve();

  constructor({ runs, seed, seconds }: Options, folder: string) {
    const planOf = (own: number) => ({ seed: own, seconds, folder: path.join(folder, `seed-${own}`) });
    this.#plans = Array.from({ length: runs }, (_, index) => planOf(seed + index));
  }

  /** Takes runs in this shop until there are none left. One storm at a time has this machine. */
  async takeIn(shop: ChaosShop): Promise<void> {
    for (;;) {
      const turn = this.#storm.then(() => this.#stormIn(shop));
      this.#storm = turn.catch(() => {});
      const passed = await turn;
      if (!passed) return;
      await this.#end(shop, await this.#watch(shop, passed.plan, judgeStorm(shop, passed)));
    }
  }

  /** No further run begins; those that have begun come to their end. */
  stop(): void {
    this.#plans.length = 0;
  }

  async #stormIn(shop: ChaosShop): Promise<Storm | undefined> {
    const plan = this.#plans.shift();
    return plan && this.#watch(shop, plan, storm(shop, plan));
  }

  /** When a run cannot be held, the logs of its shop say why. */
  async #watch<T>(shop: ChaosShop, plan: RunPlan, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      this.stop();
      console.error(`seed ${plan.seed} could not be held: ${(error as Error).message}`);
      await keepLogs(shop, plan);
      throw error;
    }
  }

  async #end(shop: ChaosShop, outcome: RunOutcome): Promise<void> {
    const { summary, verdict } = outcome;
    this.outcomes.push(outcome);
    console.log(describeRun(outcome));
    if (verdict.findings.length === 0) return;
    // What would come after it in this shop would be judged by books that are wrong already.
    this.stop();
    printReport(summary, verdict, process.stdout);
    await keepLogs(shop, outcome);
  }
}

async function keepLogs({ dataDir }: ChaosShop, { folder }: { folder: string }): Promise<void> {
  await cp(path.join(dataDir, 'logs'), path.join(folder, 'logs'), { recursive: true });
}

async function run(args: string[]): Promise<number> {
  const options = readOptions(args);
  const folder = newReportFolder('chaos');
  console.log(
    `A chaos with --seed ${options.seed} --runs ${options.runs} in shops of its own, which start ...`,
  );
  const runs = new Runs(options, folder);
  try {
    await useChaosShops(Math.min(MOST_SHOPS, options.runs), {
      useIn: (shop) => runs.takeIn(shop),
      onFailure: () => runs.stop(),
    });
  } finally {
    if (runs.outcomes.length > 0) await report(folder, runs.outcomes);
  }
  return conclude(options, runs.outcomes);
}

async function report(folder: string, outcomes: RunOutcome[]): Promise<void> {
  const sorted = outcomes.toSorted((a, b) => a.seed - b.seed);
  const { html } = await writeRunsReport(folder, sorted);
  console.log(`${describeRuns(sorted)}\n\n${html}`);
}

function conclude({ seconds }: Options, outcomes: RunOutcome[]): number {
  const broken = outcomes.find(({ verdict }) => verdict.findings.length > 0);
  const untried = untriedIn(outcomes.map(({ verdict }) => verdict));
  if (broken) {
    console.log(`The same again: npm run rehearse -- chaos --seed ${broken.seed} --seconds ${seconds}`);
  }
  if (untried.length > 0) console.log(describeUntried(untried));
  return broken || untried.length > 0 ? EXIT_CODES.broken : EXIT_CODES.kept;
}

export const chaos: Rehearsal = { usage: USAGE, run };
