import { StatementMeter } from '@holdfast/e2e/statement-meter';
import { type BareRound, measureBare } from './bare.ts';
import { type Bench, type CheckoutRound, checkOutAll, measureCarts, measureCheckouts } from './checkouts.ts';
import type { CpuMs } from '../common/cpu-time.ts';
import { type Goods, prepareGoods } from './goods.ts';
import { measureBareJobs, measureHoldfastJobs } from './jobs.ts';
import type { Round } from '../common/load.ts';
import { lookAtMachine, type Machine } from '../common/machine.ts';
import { measureRush, type RushRound } from './rush.ts';
import { countSent, measureIdle, type SentPerCheckout } from './sent.ts';
import type { BenchShop } from '../common/with-shop.ts';

/** How much is done of each. */
export type Sizes = {
  rounds: number;
  warmUp: number;
  bareRequests: number;
  carts: number;
  orders: number;
  rush: { count: number; stock: number };
  jobs: number;
  counted: number;
  idleSeconds: number;
};

export type Items = 'many' | 'one';
export type CheckoutKind = { concurrency: number; items: Items };

/** Each round of each kind, in the order in which they were done: the kinds take turns. */
export type Results = {
  at: string;
  machine: Machine;
  sizes: Sizes;
  bare: BareRound[];
  carts: Round[];
  checkouts: { kind: CheckoutKind; rounds: CheckoutRound[] }[];
  rush: RushRound[];
  jobs: { holdfast: number[]; bare: number[] };
  sent: SentPerCheckout[];
  idleCpuMs: CpuMs;
};

export const CARTS_AT_ONCE = 50;
export const RUSH_AT_ONCE = 64;
const COUNTED_AT_ONCE = [1, 16, 64];
const KINDS: CheckoutKind[] = [16, 64].flatMap((concurrency) => [
  { concurrency, items: 'many' },
  { concurrency, items: 'one' },
]);

type Run = { bench: Bench; goods: Goods; sizes: Sizes; results: Results };

function perSecond(figure: number): string {
  return `${Math.round(figure)}/s`;
}

/** Everything once. Noise of the machine hits all kinds alike, since they take turns. */
async function runRound({ bench, goods, sizes, results }: Run, tell: (words: string) => void): Promise<void> {
  const bare = await measureBare(sizes.bareRequests);
  results.bare.push(bare);
  tell(`bare server ${perSecond(bare.perSecond)}`);
  const carts = await measureCarts(bench, { count: sizes.carts, concurrency: CARTS_AT_ONCE }, goods.many);
  results.carts.push(carts);
  tell(`add to cart ${perSecond(carts.perSecond)}`);
  for (const { kind, rounds } of results.checkouts) {
    const variants = kind.items === 'many' ? goods.many : goods.many.slice(0, 1);
    const load = { count: sizes.orders, concurrency: kind.concurrency };
    const round = await measureCheckouts(bench, load, variants);
    rounds.push(round);
    tell(`checkouts ${kind.concurrency} at a time, ${kind.items}: ${perSecond(round.perSecond)}`);
  }
  const rush = await measureRush(bench, { ...sizes.rush, concurrency: RUSH_AT_ONCE }, goods.hot);
  results.rush.push(rush);
  tell(`rush ${rush.seconds.toFixed(2)} s`);
  const jobs = await measureHoldfastJobs(bench.sql, sizes.jobs);
  results.jobs.holdfast.push(jobs);
  const bareJobs = await measureBareJobs(bench.shop.env.REDIS_URL ?? '', sizes.jobs);
  results.jobs.bare.push(bareJobs);
  tell(`jobs ${perSecond(jobs)}, of BullMQ alone ${perSecond(bareJobs)}`);
}

async function measureAll(run: Run, statements: StatementMeter): Promise<Results> {
  const { bench, goods, sizes, results } = run;
  console.log('warming up');
  await checkOutAll(bench, { count: sizes.warmUp, concurrency: RUSH_AT_ONCE }, goods.many);
  for (let round = 1; round <= sizes.rounds; round += 1) {
    await runRound(run, (words) => console.log(`round ${round} of ${sizes.rounds}: ${words}`));
  }
  console.log('counting statements and commands');
  for (const concurrency of COUNTED_AT_ONCE) {
    const load = { count: sizes.counted, concurrency };
    results.sent.push(await countSent({ bench, statements }, load, goods.many));
  }
  results.idleCpuMs = await measureIdle(bench, sizes.idleSeconds);
  return results;
}

/** Measures everything on a shop. `loadBefore`: how busy the machine was before the shop was started. */
export async function measureShop(
  shop: BenchShop,
  { sizes, loadBefore }: { sizes: Sizes; loadBefore: number },
): Promise<Results> {
  const statements = new StatementMeter(shop.env);
  // A shop that is stopped takes its database along. Who asks next is told.
  statements.client.on('error', () => {});
  await statements.connect();
  try {
    const bench = { shop, sql: statements.client };
    const redisUrl = shop.env.REDIS_URL ?? '';
    const results: Results = {
      at: new Date().toISOString(),
      machine: await lookAtMachine(bench.sql, { redisUrl, loadBefore }),
      sizes,
      bare: [],
      carts: [],
      checkouts: KINDS.map((kind) => ({ kind, rounds: [] })),
      rush: [],
      jobs: { holdfast: [], bare: [] },
      sent: [],
      idleCpuMs: {},
    };
    return await measureAll({ bench, goods: await prepareGoods(shop), sizes, results }, statements);
  } finally {
    await statements.close();
  }
}
