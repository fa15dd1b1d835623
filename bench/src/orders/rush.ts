import { type ApiClient, withClient } from './api-client.ts';
import { type Answer, type Bench, fillCart, place, untilConfirmed } from './checkouts.ts';
import { percentile } from '../common/figures.ts';
import { asOperator, type Level } from './goods.ts';
import { type Done, type Load, runLoad } from '../common/load.ts';

export type RushRound = {
  /** Until each has its answer. */
  seconds: number;
  placed: number;
  refused: number;
  /** ms until the answer. */
  placedP99: number;
  refusedP99: number;
};

/** Leaves so many pieces of the item to be sold. */
function leaveStock({ shop }: Bench, variantId: string, stock: number): Promise<Level> {
  return asOperator(shop, async (operator) => {
    const { allocated } = await operator.query<Level>('inventory.level', { variantId });
    return operator.mutate<Level>('inventory.adjust', {
      variantId,
      setTo: allocated + stock,
      reason: 'bench',
    });
  });
}

function readLevel({ shop }: Bench, variantId: string): Promise<Level> {
  return asOperator(shop, (operator) => operator.query<Level>('inventory.level', { variantId }));
}

function describe({ answers, times, seconds }: Done<Answer>): RushRound {
  const timesOf = (status: string) => times.filter((_, index) => answers[index]?.status === status);
  const [placed, refused] = [timesOf('placed'), timesOf('out_of_stock')];
  return {
    seconds,
    placed: placed.length,
    refused: refused.length,
    placedP99: percentile(placed, 0.99),
    refusedP99: percentile(refused, 0.99),
  };
}

/** Only the answers are timed: the carts are filled before. */
async function rushAt(api: ApiClient, load: Load, variantId: string): Promise<Done<Answer>> {
  const { answers: carts } = await runLoad(load, () => fillCart(api, variantId));
  return runLoad(load, (index) => place(api, carts[index] ?? ''));
}

/**
 * More checkouts of one item than there are pieces of it.
 * @throws Error when another number of orders was placed than there were pieces, by the answers or by the stock level.
 */
export async function measureRush(
  bench: Bench,
  { count, concurrency, stock }: Load & { stock: number },
  variantId: string,
): Promise<RushRound> {
  const before = await leaveStock(bench, variantId, stock);
  const address = { url: bench.shop.apiUrl, connections: concurrency };
  const since = new Date();
  const rush = await withClient(address, (api) => rushAt(api, { count, concurrency }, variantId));
  const numbers = rush.answers.flatMap(({ status, order }) => (status === 'placed' ? [order.number] : []));
  const { allocated, available } = await readLevel(bench, variantId);
  if (numbers.length !== stock || allocated - before.allocated !== stock || available !== 0) {
    throw new Error(`${numbers.length} orders were placed of a stock of ${stock}; ${available} are left.`);
  }
  await untilConfirmed(bench.sql, { numbers, since });
  return describe(rush);
}
