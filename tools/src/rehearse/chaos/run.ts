import path from 'node:path';
import { check } from '../../checker/check.ts';
import type { Call, Fault, HistoryEntry } from '../../checker/history.ts';
import type { Verdict } from '../../checker/verdict.ts';
import { HistoryWriter } from '../load/history-writer.ts';
import { type LoadPlan, runLoad } from '../load/run-load.ts';
import { untilSettled } from '../settle.ts';
import type { ChaosShop } from './chaos-shop.ts';
import { fire, type LeftOut } from './fire.ts';
import { planFaults } from './schedule.ts';
import { shopBackAfter } from './shop-back.ts';

export type RunPlan = {
  /** From which the crowd and the faults follow. */
  seed: number;
  /** How long shoppers arrive, and faults begin. */
  seconds: number;
  historyFile: string;
};

/** What came of one run. */
export type RunOutcome = {
  seed: number;
  /** How long it took until it was checked. */
  ms: number;
  faults: Fault[];
  leftOut: LeftOut[];
  /** First answers to orders that were to be placed, each with how many got it. */
  orders: { placed: number; refused: number; unknown: number };
  /** Orders that had not come to their end when the patience was over. */
  left: number;
  /** For each kill of the primary the ms until the next order was acknowledged; null when none was. */
  shopBackMs: (number | null)[];
  verdict: Verdict;
};

/** What two cores bear beside the faults. */
const SHOPPERS_PER_SECOND = 8;
const READY_WITHIN_MS = 60_000;
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

/** One rush with its faults, until the crowd has left and all parts are ready. */
export type Storm = {
  plan: RunPlan;
  begun: number;
  faults: Fault[];
  /** To place orders. */
  calls: Call[];
  leftOut: LeftOut[];
};

/** @throws StackError, or Error when the shop does not come back */
export async function storm(shop: ChaosShop, plan: RunPlan): Promise<Storm> {
  const begun = performance.now();
  const history = await HistoryWriter.open(plan.historyFile);
  const seen = collect(history);
  history.write({ type: 'start', rehearsal: 'chaos', seed: plan.seed, at: Date.now() });
  const load = runLoad(shop, crowdOf(plan), history);
  const [leftOut] = await Promise.all([fireAtCrowd(shop, { plan, history, load }), load]);
  await shop.control.untilAllReady(READY_WITHIN_MS);
  await history.close();
  return { plan, begun, ...seen, leftOut };
}

/** Waits until every order of a storm has come to its end, and has the checker look. */
export async function judgeStorm(shop: ChaosShop, { plan, begun, ...storm }: Storm): Promise<RunOutcome> {
  const left = await untilSettled(shop, SETTLED_WITHIN_MS);
  const verdict = await check({
    historyFile: plan.historyFile,
    databaseUrl: shop.env.DATABASE_URL ?? '',
    ledger: { url: shop.env.TEST_PROVIDER_URL ?? '', key: shop.env.TEST_PROVIDER_KEY ?? '' },
    mailFolder: path.join(shop.dataDir, 'mail'),
  });
  const { faults, calls, leftOut } = storm;
  return {
    seed: plan.seed,
    ms: Math.round(performance.now() - begun),
    faults,
    leftOut,
    orders: countOrders(calls),
    left,
    shopBackMs: shopBackAfter(storm),
    verdict,
  };
}

function collect(history: HistoryWriter): { faults: Fault[]; calls: Call[] } {
  const seen: { faults: Fault[]; calls: Call[] } = { faults: [], calls: [] };
  history.on('entry', (entry) => {
    if (entry.type === 'fault') seen.faults.push(entry);
    if (entry.type === 'call' && entry.procedure === 'orders.place') seen.calls.push(entry);
  });
  return seen;
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

type Placing = { idempotencyKey: string };

/** By idempotency key: what is sent again is the same order. The best answer of each counts. */
function countOrders(calls: Call[]): RunOutcome['orders'] {
  const best = new Map<string, 'placed' | 'refused' | 'unknown'>();
  for (const { input, answer } of calls) {
    const { idempotencyKey } = input as Placing;
    const status = answer.kind === 'ok' ? (answer.data as { status: string }).status : answer.kind;
    const outcome = status === 'placed' || status === 'unknown' ? status : 'refused';
    if (best.get(idempotencyKey) !== 'placed') best.set(idempotencyKey, outcome);
  }
  const count = (outcome: string) => [...best.values()].filter((each) => each === outcome).length;
  return { placed: count('placed'), refused: count('refused'), unknown: count('unknown') };
}
