import path from 'node:path';
import type { Call, HistoryEntry } from '../../checker/history.ts';
import { checkShop } from '../check-shop.ts';
import { HistoryWriter } from '../load/history-writer.ts';
import { type LoadPlan, runLoad } from '../load/run-load.ts';
import { Progress } from '../report/progress.ts';
import { type Run, writeReport } from '../report/report.ts';
import { settle } from '../settle.ts';
import type { ChaosShop } from './chaos-shop.ts';
import { fire, type LeftOut, READY_WITHIN_MS, type Running } from './fire.ts';
import { planFaults } from './schedule.ts';
import { type ShopBack, shopBackAfter } from './shop-back.ts';
import { waitForAll } from './wait-for-all.ts';

export type RunPlan = {
  /** From which the crowd and the faults follow. */
  seed: number;
  /** How long shoppers arrive, and faults begin. */
  seconds: number;
  /** For its history and its report. */
  folder: string;
};

/** A rush with its faults, until the crowd has left and all parts are ready. */
export type Storm = {
  plan: RunPlan;
  since: Date;
  /** To place orders. */
  calls: Call[];
  leftOut: LeftOut[];
};

/** What came of one run. */
export type RunOutcome = Run & {
  /** How long it took until it was checked. */
  ms: number;
  leftOut: LeftOut[];
  /** Orders that had not come to their end when the patience was over. */
  left: number;
  /** For each kill of the primary. */
  shopBack: ShopBack[];
};

/** What two cores bear beside the faults. */
const SHOPPERS_PER_SECOND = 8;

function crowdOf({ seed, seconds }: RunPlan): LoadPlan {
  return {
    seed,
    phases: [{ name: 'chaos', seconds, perSecond: SHOPPERS_PER_SECOND }],
    hotItems: 3,
    stockOfHotItem: 40,
    otherItems: 20,
    pageReaders: 0,
  };
}

function historyFileOf({ folder }: RunPlan): string {
  return path.join(folder, 'history.jsonl');
}

/** @throws StackError, or Error when the shop does not come back */
export async function storm(shop: ChaosShop, plan: RunPlan): Promise<Storm> {
  const since = new Date();
  const history = await HistoryWriter.open(historyFileOf(plan));
  const progress = new Progress(history, process.stdout);
  const calls = collectPlacing(history);
  const { seed, seconds } = plan;
  history.write({
    type: 'start',
    rehearsal: 'chaos',
    seed,
    options: `--seconds ${seconds}`,
    ownShop: true,
    at: since.getTime(),
  });
  try {
    const load = runLoad(shop, crowdOf(plan), history);
    const [leftOut] = await waitForAll([fireAtCrowd({ shop, history, since }, plan, load), load]);
    await shop.control.untilAllReady(READY_WITHIN_MS);
    return { plan, since, calls, leftOut };
  } finally {
    progress.stop();
    await history.close();
  }
}

/** Waits until every order of a storm has come to its end, has the checker look, and writes the report. */
export async function judgeStorm(
  shop: ChaosShop,
  { plan, since, calls, leftOut }: Storm,
): Promise<RunOutcome> {
  const { seed, folder } = plan;
  const left = await settle(shop, since);
  const verdict = await checkShop(shop, historyFileOf(plan));
  const { summary } = await writeReport(folder, historyFileOf(plan), verdict);
  const shopBack = shopBackAfter({ faults: summary.faults, calls });
  const ms = Date.now() - since.getTime();
  return { seed, folder, summary, verdict, ms, leftOut, left, shopBack };
}

function collectPlacing(history: HistoryWriter): Call[] {
  const calls: Call[] = [];
  history.on('entry', (entry) => {
    if (entry.type === 'call' && entry.procedure === 'orders.place') calls.push(entry);
  });
  return calls;
}

/** Faults begin once there is a crowd: what stands in the shop before is not put there in a storm. */
async function fireAtCrowd(running: Running, plan: RunPlan, load: Promise<unknown>): Promise<LeftOut[]> {
  await Promise.race([untilSomebodyBuys(running.history), load]);
  return fire(planFaults(plan), plan.seconds, running);
}

function untilSomebodyBuys(history: HistoryWriter): Promise<void> {
  return new Promise((resolve) => {
    const look = (entry: HistoryEntry) => {
      if (entry.type !== 'call' || entry.procedure !== 'cart.add') return;
      history.off('entry', look);
      resolve();
    };
    history.on('entry', look);
  });
}
