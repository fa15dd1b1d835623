import path from 'node:path';
import type { Verdict } from '../../checker/verdict.ts';
import { useChaosShops, type ChaosShop } from '../chaos/chaos-shop.ts';
import { fire, type LeftOut, READY_WITHIN_MS } from '../chaos/fire.ts';
import { waitForAll } from '../chaos/wait-for-all.ts';
import { checkShop } from '../check-shop.ts';
import { HistoryWriter } from '../load/history-writer.ts';
import { signIn } from '../load/sign-in.ts';
import { EXIT_CODES, newReportFolder } from '../rehearsal.ts';
import { Progress } from '../report/progress.ts';
import { printReport, writeReport } from '../report/report.ts';
import { describeUntried, untriedIn } from '../untried.ts';
import { chooseItems } from './choose-items.ts';
import { runClients } from './clients.ts';
import { describeReads, ReadTally } from './describe.ts';
import type { ReadsPlan } from './plan.ts';

/** Rehearses a plan in a shop of its own. @returns the exit code */
export async function rehearseReads(plan: ReadsPlan): Promise<number> {
  console.log(
    `${plan.rehearsal} with --seed ${plan.seed} ${plan.options} in a shop of its own, which starts ...`,
  );
  const folder = newReportFolder(plan.rehearsal);
  let verdict: Verdict | undefined;
  await useChaosShops(1, {
    useIn: async (shop) => {
      verdict = await rehearseIn(shop, plan, folder);
    },
    onFailure: () => {},
  });
  return verdict ? conclude(verdict) : EXIT_CODES.broken;
}

async function rehearseIn(shop: ChaosShop, plan: ReadsPlan, folder: string): Promise<Verdict> {
  const historyFile = path.join(folder, 'history.jsonl');
  const history = await HistoryWriter.open(historyFile);
  const tally = new ReadTally(history);
  const leftOut = await letClientsIn(shop, plan, history);
  console.log('Now the checker looks ...');
  const verdict = await checkShop(shop, historyFile);
  const { summary, html } = await writeReport(folder, historyFile, verdict);
  printReport(summary, verdict, process.stdout);
  console.log(`${describeReads(tally, { leftOut })}\n\n${html}`);
  return verdict;
}

async function letClientsIn(shop: ChaosShop, plan: ReadsPlan, history: HistoryWriter): Promise<LeftOut[]> {
  const { rehearsal, seed, options, seconds, faults } = plan;
  const progress = new Progress(history, process.stdout);
  try {
    const accessToken = await signIn(shop);
    const items = await chooseItems({ url: shop.apiUrl, accessToken });
    const since = new Date();
    history.write({ type: 'start', rehearsal, seed, options, ownShop: true, at: since.getTime() });
    const clients = runClients({ ...plan, apiUrl: shop.apiUrl, accessToken, items }, history);
    const [leftOut] = await waitForAll([fire(faults, seconds, { shop, history, since }), clients]);
    await shop.control.untilAllReady(READY_WITHIN_MS);
    return leftOut;
  } finally {
    progress.stop();
    await history.close();
  }
}

/** Of reads alone: nobody has bought anything. */
function conclude(verdict: Verdict): number {
  const untried = untriedIn([verdict]).filter((name) => name === 'freshness' || name === 'staleness');
  if (untried.length > 0) console.log(describeUntried(untried));
  return verdict.findings.length === 0 && untried.length === 0 ? EXIT_CODES.kept : EXIT_CODES.broken;
}
