import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import type { RehearsalShop } from '../running-shop.ts';
import { Dice } from './dice.ts';
import { Entrance } from './entrance.ts';
import { type Goods, type Item, prepareGoods } from './goods.ts';
import type { HistoryWriter } from './history-writer.ts';
import { keepPrices, keepStock } from './operators.ts';
import { OrderDesk } from './order-desk.ts';
import { scheduleArrivals } from './schedule.ts';
import { Session } from './session.ts';
import { ShopClient } from './shop-client.ts';
import { decideWishes } from './shopper-wishes.ts';
import { signIn } from './sign-in.ts';
import { visitShop } from './visit-shop.ts';
import { watchPage } from './watch-page.ts';

/** A crowd: from its seed follows who comes when, and what each wants and does. */
export type LoadPlan = {
  seed: number;
  /** One after the other. `perSecond`: shoppers that arrive, however the shop does. */
  phases: { name: string; seconds: number; perSecond: number }[];
  /** Items that most shoppers want, with so many pieces of each. */
  hotItems: number;
  stockOfHotItem: number;
  /** Items of which there are plenty. */
  otherItems: number;
  /** Who look at the page of the first hot item all the time and buy nothing. */
  pageReaders: number;
};

/** What came of the crowd. */
export type LoadReport = {
  shoppers: number;
  /** Shoppers who came while too many were in the shop for this machine to play one more. */
  turnedAway: number;
  /** The first of the hot items. */
  hottest: Item | undefined;
};

const OPERATORS_ADDRESS = '10.0.0.0';
/** Of the operators' own items. */
const PRICED = 2;

/**
 * Lets the crowd into the shop, with the operators who work there meanwhile, until all have left. What each did and was
 * answered is in the history, after the offers that stood in the shop. The history's first line is its caller's.
 * @throws StackError when the shop has nothing to sell, or its operator cannot sign in
 */
export async function runLoad(
  shop: RehearsalShop,
  plan: LoadPlan,
  history: HistoryWriter,
): Promise<LoadReport> {
  const pool = new Pool(shop.apiUrl);
  try {
    const accessToken = await signIn(shop);
    const client = (name: string, session: Session) => new ShopClient({ name, session, pool, history });
    const operator = (name: string) =>
      client(name, new Session(name, { address: OPERATORS_ADDRESS, accessToken }));
    const goods = await prepareGoods(operator('operator'), plan, history);
    return await openDoors({ plan, apiUrl: shop.apiUrl, history, goods, client, operator });
  } finally {
    await pool.close();
  }
}

type Crowd = {
  plan: LoadPlan;
  apiUrl: string;
  history: HistoryWriter;
  goods: Goods;
  client: (name: string, session: Session) => ShopClient;
  operator: (name: string) => ShopClient;
};

async function openDoors(crowd: Crowd): Promise<LoadReport> {
  const { plan, history, goods, client, operator } = crowd;
  const desk = new OrderDesk(operator('operator-orders'), plan.seed);
  const entrance = new Entrance((arrival, index) => {
    const wishes = decideWishes(arrival.seed, goods);
    const name = `shopper-${index}`;
    const session = new Session(name, { address: wishes.address });
    return visitShop({ wishes, desk, tabs: [client(`${name}.1`, session), client(`${name}.2`, session)] });
  });
  const closing = new AbortController();
  const others = [employ(crowd, closing.signal), readPage(crowd, closing.signal)];
  const arrivals = scheduleArrivals(plan);
  await Promise.all([entrance.letIn(arrivals, performance.now()), tellPhases(plan, history)]);
  await entrance.whenEmpty();
  closing.abort();
  await Promise.all([...others, desk.whenIdle()]);
  return { shoppers: arrivals.length, turnedAway: entrance.turnedAway, hottest: goods.hot[0] };
}

async function tellPhases({ phases }: LoadPlan, history: HistoryWriter): Promise<void> {
  for (const { name, seconds } of phases) {
    const from = Date.now();
    history.tellBegun({ type: 'phase', name, from });
    await delay(seconds * 1_000);
    history.write({ type: 'phase', name, from, to: Date.now() });
  }
}

async function readPage({ plan, apiUrl, goods, history }: Crowd, until: AbortSignal): Promise<void> {
  const [item] = goods.hot;
  if (item) await watchPage({ apiUrl, item, readers: plan.pageReaders, book: history, until });
}

/** Each item of the operators' own has one of them, for its price or its stock; another changes the price of what is bought. */
async function employ({ plan, goods, operator }: Crowd, until: AbortSignal): Promise<void> {
  const dice = new Dice(plan.seed);
  const workOn = (item: Item, name: string) => ({ operator: operator(name), item, seed: dice.seed(), until });
  const priced = [...goods.operators.slice(0, PRICED), ...goods.others.slice(0, 1)];
  const stocked = goods.operators.slice(PRICED);
  await Promise.all([
    ...priced.map((item, index) => keepPrices(workOn(item, `operator-prices-${index + 1}`))),
    ...stocked.map((item, index) => keepStock(workOn(item, `operator-stock-${index + 1}`))),
  ]);
}
