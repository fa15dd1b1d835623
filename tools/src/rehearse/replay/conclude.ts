import { checkShop } from '../check-shop.ts';
import { EXIT_CODES } from '../rehearsal.ts';
import { printReport, writeReport } from '../report/report.ts';
import type { RehearsalShop } from '../running-shop.ts';
import { compareBooks } from './compare-books.ts';
import { describeDifferences } from './describe-replay.ts';
import type { ReplayPlan } from './plan-types.ts';
import { readBooks } from './read-books.ts';
import type { Failure } from './replay-tasks.ts';

const MOST_FAILURES = 10;

export type Outcome = {
  plan: ReplayPlan;
  failures: Failure[];
  seconds: number;
  /** Where the history is, and the report will be. */
  folder: string;
  historyFile: string;
};

/** Says what came of a replay: by the file, and by the checker, which knows nothing of the file. @returns an exit code */
export async function conclude(shop: RehearsalShop, outcome: Outcome): Promise<number> {
  const { plan, failures, seconds, folder, historyFile } = outcome;
  console.log(describeSpeed(plan, seconds));
  for (const { invoice, why } of failures.slice(0, MOST_FAILURES)) console.error(`  ${invoice}: ${why}`);
  const isExact = await accountFor(shop, plan);
  const verdict = await checkShop(shop, historyFile);
  const { summary, html } = await writeReport(folder, historyFile, verdict);
  printReport(summary, verdict, process.stdout);
  console.log(`The report is ${html}`);
  const isKept = isExact && failures.length === 0 && verdict.findings.length === 0;
  return isKept ? EXIT_CODES.kept : EXIT_CODES.broken;
}

function describeSpeed({ tasks }: ReplayPlan, seconds: number): string {
  const orders = tasks.flatMap(({ steps }) => steps).filter(({ kind }) => kind === 'order').length;
  return `${orders} orders in ${seconds.toFixed(1)} s: ${(orders / seconds).toFixed(0)} orders/s.`;
}

async function accountFor(shop: RehearsalShop, plan: ReplayPlan): Promise<boolean> {
  const differences = compareBooks(plan, await readBooks(shop, plan));
  if (differences.length === 0) {
    console.log('Every invoice is accounted for, to the penny, and the stock of every item is exact.');
    return true;
  }
  const where = differences.length === 1 ? 'one place' : `${differences.length} places`;
  console.error(`The books differ from the file in ${where}:\n${describeDifferences(differences)}`);
  return false;
}
