import type { InventoryLevel } from '@holdfast/shared/contracts/inventory';
import type { Product } from '@holdfast/shared/contracts/catalog';
import { StackError } from '../../stack/stack-error.ts';
import type { Procedure, Reply } from './answers.ts';
import type { HistoryWriter } from './history-writer.ts';
import type { LoadPlan } from './run-load.ts';
import type { ShopClient } from './shop-client.ts';

/** A variant of a product of its own, at its price in minor units. */
export type Item = { variantId: string; handle: string; price: number; currency: string };

export type Goods = {
  hot: Item[];
  /** There are plenty of them; an operator changes the price of the first. */
  others: Item[];
  /** Which no shopper buys: operators change their prices and stock. */
  operators: Item[];
};

const FOR_OPERATORS = 4;
const PLENTY = 100_000;
const REASON = 'A rehearsal';

/**
 * Chooses what is bought from what the shop lists, sets its stock through the API, and writes the offers.
 * @throws StackError when the shop lists too little
 */
export async function prepareGoods(
  operator: ShopClient,
  plan: LoadPlan,
  history: HistoryWriter,
): Promise<Goods> {
  const stocked = await listStocked(operator);
  const hot = stocked.splice(0, plan.hotItems);
  const operators = stocked.splice(0, FOR_OPERATORS);
  const others = stocked.splice(0, plan.otherItems);
  const [priced] = others;
  if (!priced) {
    const [needed, found] = [plan.hotItems + FOR_OPERATORS + 1, hot.length + operators.length];
    throw new StackError(
      `A rehearsal needs ${needed} products of which only what is there is sold, and the shop lists ${found}. ` +
        'Import some with npm run catalog:import, or rehearse with a DATA_DIR on which no shop runs.',
    );
  }
  await confirmPrice(operator, priced.item);
  for (const item of hot) await offer(operator, { ...item, pieces: plan.stockOfHotItem, history });
  for (const item of others) await offer(operator, { ...item, pieces: PLENTY, history });
  const itemsOf = (goods: Stocked[]) => goods.map(({ item }) => item);
  return { hot: itemsOf(hot), others: itemsOf(others), operators: itemsOf(operators) };
}

type Stocked = { item: Item; level: InventoryLevel };

/** One variant of each product that the shop lists, but those that are sold beyond what is there. */
async function listStocked(operator: ShopClient): Promise<Stocked[]> {
  const stocked: Stocked[] = [];
  const { items } = await ask(operator, 'catalog.list', { limit: 100 });
  for (const { handle } of items) {
    const item = itemOf(await ask(operator, 'catalog.product', { handle }));
    if (!item) continue;
    const level = await ask(operator, 'inventory.level', { variantId: item.variantId });
    if (countBackOrders(level) === 0) stocked.push({ item, level });
  }
  return stocked;
}

function itemOf({ handle, variants }: Product): Item | undefined {
  const [variant] = variants;
  if (!variant) return undefined;
  const { id: variantId, price } = variant;
  return { variantId, handle, price: price.amount, currency: price.currency };
}

function countBackOrders({ onHand, allocated, available }: InventoryLevel): number {
  return available - (onHand - allocated);
}

/** An operator may have changed it in a rehearsal before this one, which an answer need not show yet. */
async function confirmPrice(operator: ShopClient, { variantId, price, currency }: Item): Promise<void> {
  await ask(operator, 'catalog.admin.setPrice', { variantId, amount: price, currency });
}

async function offer(
  operator: ShopClient,
  { item, level, pieces, history }: Stocked & { pieces: number; history: HistoryWriter },
): Promise<void> {
  const { variantId, price, currency } = item;
  const input = { variantId, setTo: level.allocated + pieces, reason: REASON };
  const { available } = await ask(operator, 'inventory.adjust', input);
  history.write({ type: 'offer', variantId, pieces: available, price, currency });
}

/** @throws StackError when there is no good answer. */
async function ask<P extends Procedure>(
  operator: ShopClient,
  procedure: P,
  input: object,
): Promise<Extract<Reply<P>, { kind: 'ok' }>['data']> {
  const reply = await operator.insist(procedure, input);
  if (reply.kind === 'ok') return reply.data;
  const why = reply.kind === 'refused' ? reply.code : reply.why;
  throw new StackError(`The rehearsal cannot begin: ${procedure} was answered with ${why}.`);
}
