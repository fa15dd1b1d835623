import path from 'node:path';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import { HistoryWriter } from '../load/history-writer.ts';
import { Session } from '../load/session.ts';
import { ShopClient } from '../load/shop-client.ts';
import { signIn } from '../load/sign-in.ts';
import { newReportFolder, type Rehearsal, wholeNumber, WrongUsage } from '../rehearsal.ts';
import { Progress } from '../report/progress.ts';
import { type RehearsalShop, useShop } from '../running-shop.ts';
import { conclude } from './conclude.ts';
import { keepSignedIn } from './keep-signed-in.ts';
import { describePlan } from './describe-replay.ts';
import { planReplay } from './plan-replay.ts';
import type { ReplayPlan } from './plan-types.ts';
import { type InvoiceFile, readInvoices } from './read-invoices.ts';
import { ReplayClock } from './replay-clock.ts';
import { type Failure, replayTasks } from './replay-tasks.ts';
import { ReplayedOrders } from './replayed-orders.ts';
import { type StockedItem, stockItems } from './stock-items.ts';

/** Invoices that are on their way at once. */
const CLIENTS = 16;
const ADDRESS = '10.0.0.1';

type Request = { file: string; speed: number | undefined };

export const replay: Rehearsal = {
  usage: `  replay FILE.csv [--speed N]
      Real orders, in the layout of UCI's "Online Retail", each line at its own price, then the shop's books against the
      file. --speed: so many times faster than they were written; without it as fast as the shop takes them`,
  run: async (args) => {
    const request = readRequest(args);
    const invoices = await readInvoices(request.file);
    return useShop((shop) => rehearseReplay(shop, invoices, request));
  },
};

/** A relative path is relative to where npm was called. @throws WrongUsage, and what parseArgs throws */
function readRequest(args: string[]): Request {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { speed: { type: 'string' } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new WrongUsage('Name one file of invoices.');
  return {
    file: path.resolve(process.env.INIT_CWD ?? process.cwd(), file),
    speed:
      values.speed === undefined
        ? undefined
        : wholeNumber('--speed', values.speed, { from: 1, to: 1_000_000 }),
  };
}

async function rehearseReplay(
  shop: RehearsalShop,
  invoices: InvoiceFile,
  { file, speed }: Request,
): Promise<number> {
  const plan = planReplay(invoices);
  const folder = newReportFolder('replay');
  console.log(`A replay of ${file} on ${shop.apiUrl}, written to ${folder}\n${describePlan(plan)}`);
  const items = await stockItems(shop, plan.items);
  const historyFile = path.join(folder, 'history.jsonl');
  const history = await HistoryWriter.open(historyFile);
  history.write({ type: 'start', rehearsal: 'replay', seed: 0, at: Date.now() });
  writeOffers(history, plan, items);
  const { fingerprint } = invoices;
  const replayed = await replayAll(shop, { plan, items, history, speed, fingerprint });
  await history.close();
  return conclude(shop, { plan, folder, historyFile, ...replayed });
}

/** What stood in the shop before the first order: all of it may be sold. */
function writeOffers(history: HistoryWriter, plan: ReplayPlan, items: StockedItem[]): void {
  const prices = new Map(plan.items.map(({ sku, price }) => [sku, price]));
  for (const { sku, variantId, onHand } of items) {
    const price = prices.get(sku) ?? 0;
    history.write({ type: 'offer', variantId, pieces: onHand, price, currency: 'GBP' });
  }
}

type Performance = {
  plan: ReplayPlan;
  items: StockedItem[];
  history: HistoryWriter;
  speed: number | undefined;
  fingerprint: string;
};

async function replayAll(
  shop: RehearsalShop,
  { plan: { tasks }, items, history, speed, fingerprint }: Performance,
): Promise<{ failures: Failure[]; seconds: number }> {
  const pool = new Pool(shop.apiUrl);
  const session = new Session('operator', { address: ADDRESS, accessToken: await signIn(shop) });
  const clients = Array.from(
    { length: CLIENTS },
    (_, index) => new ShopClient({ name: `replay-${index + 1}`, session, pool, history }),
  );
  const signedIn = keepSignedIn(shop, session);
  const progress = new Progress(history, process.stdout);
  const from = Date.now();
  history.tellBegun({ type: 'phase', name: 'replay' });
  try {
    const failures = await replayTasks({
      tasks,
      clients,
      clock: new ReplayClock(tasks[0]?.at ?? 0, speed),
      orders: new ReplayedOrders(),
      variantIds: new Map(items.map(({ sku, variantId }) => [sku, variantId])),
      fingerprint,
    });
    const to = Date.now();
    history.write({ type: 'phase', name: 'replay', from, to });
    return { failures, seconds: (to - from) / 1_000 };
  } finally {
    progress.stop();
    signedIn.end();
    await pool.close();
  }
}
