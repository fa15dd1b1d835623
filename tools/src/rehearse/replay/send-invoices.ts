import { Pool } from 'undici';
import type { HistoryWriter } from '../load/history-writer.ts';
import { Session } from '../load/session.ts';
import { ShopClient } from '../load/shop-client.ts';
import { signIn } from '../load/sign-in.ts';
import { Progress } from '../report/progress.ts';
import type { RehearsalShop } from '../running-shop.ts';
import { keepSignedIn } from './keep-signed-in.ts';
import type { ReplayPlan } from './plan-types.ts';
import { ReplayClock } from './replay-clock.ts';
import { type Failure, replayTasks } from './replay-tasks.ts';
import { ReplayedOrders } from './replayed-orders.ts';
import type { StockedItem } from './stock-items.ts';

/** Invoices that are on their way at once. */
const CLIENTS = 8;
const ADDRESS = '10.0.0.1';

type Sending = {
  plan: ReplayPlan;
  items: StockedItem[];
  fingerprint: string;
  /** How many times faster than they were written; without it at once. */
  speed: number | undefined;
  history: HistoryWriter;
};

/** Has an operator's clients send all invoices to the shop, and writes down what they were answered. */
export async function sendInvoices(
  shop: RehearsalShop,
  sending: Sending,
): Promise<{ failures: Failure[]; seconds: number }> {
  const { history } = sending;
  const session = new Session('operator', { address: ADDRESS, accessToken: await signIn(shop) });
  const pool = new Pool(shop.apiUrl);
  const signedIn = keepSignedIn(shop, session);
  const progress = new Progress(history, process.stdout);
  history.write({ type: 'start', rehearsal: 'replay', seed: 0, at: Date.now() });
  writeOffers(sending);
  const from = Date.now();
  history.tellBegun({ type: 'phase', name: 'replay', from });
  try {
    const clients = Array.from(
      { length: CLIENTS },
      (_, index) => new ShopClient({ name: `replay-${index + 1}`, session, pool, history }),
    );
    const failures = await replayTasks({ ...stageOf(sending), clients });
    const to = Date.now();
    history.write({ type: 'phase', name: 'replay', from, to });
    return { failures, seconds: (to - from) / 1_000 };
  } finally {
    progress.stop();
    signedIn.end();
    await pool.close();
  }
}

/** What stood in the shop before the first order: all of it may be sold. */
function writeOffers({ plan, items, history }: Sending): void {
  const prices = new Map(plan.items.map(({ sku, price }) => [sku, price]));
  for (const { sku, variantId, onHand } of items) {
    const price = prices.get(sku) ?? 0;
    history.write({ type: 'offer', variantId, pieces: onHand, price, currency: 'GBP' });
  }
}

function stageOf({ plan: { tasks }, items, fingerprint, speed }: Sending) {
  return {
    tasks,
    clock: new ReplayClock(tasks[0]?.at ?? 0, speed),
    orders: new ReplayedOrders(),
    variantIds: new Map(items.map(({ sku, variantId }) => [sku, variantId])),
    fingerprint,
  };
}
