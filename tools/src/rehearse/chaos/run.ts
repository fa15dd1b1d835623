import path from 'node:path';
import type { Call, HistoryEntry } from '../../checker/history.ts';
import { checkShop } from '../check-shop.ts';
import { HistoryWriter } from '../load/history-writer.ts';
import { type LoadPlan, runLoad } from '../load/run-load.ts';
import { Progress } from '../report/progress.ts';
import { type Run, writeReport } from '../report/report.ts';
import { untilSettled } from '../settle.ts';
import { cancelUnpaid } from './cancel-unpaid.ts';
import type { ChaosShop } from './chaos-shop.ts';
import { fire, type LeftOut } from './fire.ts';
import { planFaults } from './schedule.ts';
import { shopBackAfter } from './shop-back.ts';

export type RunPlan = {
  /** From which the crowd and the faults follow. */
  seed: number;
  /** How long shoppers arrive, and faults begin. */
  seconds: number;
  /** For its history and its report. */
  folder: string;
};

/** A rush with its faults, until the crowd has left and all parts are ready. */
type Storm = {
  begun: number;
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
  /** For each kill of the primary the ms until the next order was acknowledged; null when none was. */
  shopBackMs: (number | null)[];
};

/** What two cores bear beside the faults. */
const SHOPPERS_PER_SECOND = 8;
const READY_WITHIN_MS = 120_000;
/** Past it what is not paid is a card that never comes through. */
const PAID_WITHIN_MS = 30_000;
/**
 * What failed is tried again ever more rarely; and an order that was cancelled while nobody knew of its payment waits for a
 * minute and more until that is certain.
 */
const SETTLED_WITHIN_MS = 240_000;

function crowdOf({ seed, seconds }: RunPlan): LoadPlan {
  return {
    seed,
    phases: [{ name: 'chaos', seconds, perSecond: SHOPPERS_PER_SECOND }],
    hotItems: 3,
    stockOfHotItem: 40,
    otherItems: 20,
  };
}

function historyFileOf({ folder }: RunPlan): string {
  return path.join(folder, 'history.jsonl');
}

/** @throws StackError, or Error when the shop does not come back */
export async function storm(shop: ChaosShop, plan: RunPlan): Promise<Storm> {
  const begun = performance.now();
  const history = await HistoryWriter.open(historyFileOf(plan));
  const progress = new Progress(history, process.stdout);
  const calls = collectPlacing(history);
  const { seed, seconds } = plan;
  history.write({ type: 'start', rehearsal: 'chaos', seed, options: `--seconds ${seconds}`, at: Date.now() });
  try {
    const load = runLoad(shop, crowdOf(plan), history);
    const [leftOut] = await Promise.all([fireAtCrowd(shop, { plan, history, load }), load]);
    await shop.control.untilAllReady(READY_WITHIN_MS);
    return { begun, calls, leftOut };
  } finally {
    progress.stop();
    await history.close();
  }
}

/** Waits until every order of a storm has come to its end, has the checker look, and writes the report. */
export async function judgeStorm(
  shop: ChaosShop,
  plan: RunPlan,
  { begun, calls, leftOut }: Storm,
): Promise<RunOutcome> {
  const { seed, folder } = plan;
  const left = await settle(shop);
  const verdict = await checkShop(shop, historyFileOf(plan));
  const { summary } = await writeReport(folder, historyFileOf(plan), verdict);
  const shopBackMs = shopBackAfter({ faults: summary.faults, calls });
  const ms = Math.round(performance.now() - begun);
  return { seed, folder, summary, verdict, ms, leftOut, left, shopBackMs };
}

/** @returns how many orders have no end. */
async function settle(shop: ChaosShop): Promise<number> {
  if ((await untilSettled(shop, PAID_WITHIN_MS)) === 0) return 0;
  await cancelUnpaid(shop);
  return untilSettled(shop, SETTLED_WITHIN_MS);
}

function collectPlacing(history: HistoryWriter): Call[] {
  const calls: Call[] = [];
  history.on('entry', (entry) => {
    if (entry.type === 'call' && entry.procedure === 'orders.place') calls.push(entry);
  });
  return calls;
}

/** Faults begin once there is a crowd: what stands in the shop before is not put there in a storm. */
async function fireAtCrowd(
  shop: ChaosShop,
  { plan, history, load }: { plan: RunPlan; history: HistoryWriter; load: Promise<unknown> },
): Promise<LeftOut[]> {
  await Promise.race([untilSomebodyBuys(history), load]);
  return fire(planFaults(plan), { shop, history, seconds: plan.seconds });
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
