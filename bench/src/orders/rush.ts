import { withClient } from './api-client.ts';
import { type Answer, type Bench, fillCart, place, untilConfirmed } from './checkouts.ts';
import { percentile } from './figures.ts';
import { asOperator } from './goods.ts';
import { type Done, type Load, runLoad } from './load.ts';

export type RushRound = {
  /** Until each has its answer. */
  seconds: number;
  placed: number;
  refused: number;
  /** ms until the answer. */
  placedP99: number;
  refusedP99: number;
};

type Level = { allocated: number; available: number };

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

function describe({ answers, times, seconds }: Done<Answer & { ms: number }>): RushRound {
  const timesOf = (status: string) =>
    answers.filter((answer) => answer.status === status).map(({ ms }) => ms);
  const placed = timesOf('placed');
  const refused = timesOf('out_of_stock');
  if (placed.length + refused.length !== times.length) throw new Error('An answer was neither yes nor no.');
  return {
    seconds,
    placed: placed.length,
    refused: refused.length,
    placedP99: percentile(placed, 0.99),
    refusedP99: percentile(refused, 0.99),
  };
}

/**
 * More checkouts of one item than there are pieces of it, from carts that are filled before; only the answers are timed.
 * @throws Error when another number of orders was placed than there were pieces, by the answers or by the stock level.
 */
export async function measureRush(
  bench: Bench,
  { count, concurrency, stock }: Load & { stock: number },
  variantId: string,
): Promise<RushRound> {
  const before = await leaveStock(bench, variantId, stock);
  const address = { url: bench.shop.apiUrl, connections: concurrency };
  return withClient(address, async (api) => {
    const load = { count, concurrency };
    const { answers: carts } = await runLoad(load, () => fillCart(api, variantId));
    const since = new Date();
    const rush = await runLoad(load, async (index) => {
      const sent = performance.now();
      const answer = await place(api, carts[index] ?? '');
      return { ...answer, ms: performance.now() - sent };
    });
    const round = describe(rush);
    const { allocated, available } = await readLevel(bench, variantId);
    if (round.placed !== stock || allocated - before.allocated !== stock || available !== 0) {
      throw new Error(`${round.placed} orders were placed of a stock of ${stock}; ${available} are left.`);
    }
    const numbers = rush.answers.flatMap(({ status, order }) => (status === 'placed' ? [order.number] : []));
    await untilConfirmed(bench.sql, { numbers, since });
    return round;
  });
}
