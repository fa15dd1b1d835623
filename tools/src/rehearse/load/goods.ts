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
  const items = await listItems(operator);
  const hot = items.splice(0, plan.hotItems);
  const operators = items.splice(0, FOR_OPERATORS);
  const others = items.splice(0, plan.otherItems);
  if (others.length === 0) {
    const needed = plan.hotItems + FOR_OPERATORS + 1;
    throw new StackError(
      `A rehearsal needs ${needed} products whose stock is counted, the shop has ${hot.length + operators.length}. ` +
        'Import some with npm run catalog:import, or rehearse in a DATA_DIR where no shop runs.',
    );
  }
  for (const item of hot) await offer(operator, { item, pieces: plan.stockOfHotItem, history });
  for (const item of others) await offer(operator, { item, pieces: PLENTY, history });
  return { hot, others, operators };
}

/** One variant of each product that the shop lists, but those that are sold beyond what is there. */
async function listItems(operator: ShopClient): Promise<Item[]> {
  const items: Item[] = [];
  const { items: listed } = await ask(operator, 'catalog.list', { limit: 100 });
  for (const { handle } of listed) {
    const item = itemOf(await ask(operator, 'catalog.product', { handle }));
    if (item && countBackOrders(await ask(operator, 'inventory.level', { variantId: item.variantId })) === 0)
      items.push(item);
  }
  return items;
}

function itemOf({ handle, variants }: Product): Item | undefined {
  const [variant] = variants;
  return (
    variant && {
      variantId: variant.id,
      handle,
      price: variant.price.amount,
      currency: variant.price.currency,
    }
  );
}

function countBackOrders({ onHand, allocated, available }: InventoryLevel): number {
  return available - (onHand - allocated);
}

async function offer(
  operator: ShopClient,
  { item, pieces, history }: { item: Item; pieces: number; history: HistoryWriter },
): Promise<void> {
  const { variantId, price, currency } = item;
  const { allocated } = await ask(operator, 'inventory.level', { variantId });
  const input = { variantId, setTo: allocated + pieces, reason: REASON };
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
