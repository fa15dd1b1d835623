import { randomUUID } from 'node:crypto';
import type { Cart } from '@holdfast/shared/contracts/cart';
import type { PlaceOrderOutput } from '@holdfast/shared/contracts/orders';
import type { Money } from '@holdfast/shared/money';
import type { Reply } from './answers.ts';
import { pause, type Shopper } from './shopper.ts';

export type PlacedOrder = Extract<PlaceOrderOutput, { status: 'placed' }>['order'];
type OutOfStock = Extract<PlaceOrderOutput, { status: 'out_of_stock' }>;
type PlaceInput = { idempotencyKey: string; email: string } & Record<string, unknown>;

/** By which the orders of a rehearsal are known. */
export const SHOPPERS_EMAIL = 'shopper@example.com';

const MOST_TRIES = 3;
const ADDRESS = { name: 'A Shopper', line1: '1 Quay', city: 'Haifa', country: 'IL' };
const METHOD = 'standard';
/** Where an impatient shopper gives up: in the midst of most calls. */
const IMPATIENT_MS = 15;

/** Places the cart's order in the shopper's own manner. Undefined when none was acknowledged. */
export async function placeOrder(shopper: Shopper, cart: Cart): Promise<PlacedOrder | undefined> {
  if (cart.lines.length === 0) return undefined;
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const input = orderInput(shopper, cart.id, await askTotal(shopper, cart.id));
    const reply = await place(shopper, input);
    if (reply.kind !== 'ok') return undefined;
    if (reply.data.status === 'placed') {
      if (shopper.wishes.manner === 'stale_key') await reuseKey(shopper, input);
      return reply.data.order;
    }
    const goesOn = reply.data.status === 'price_changed' || (await takeLess(shopper, cart.id, reply.data));
    if (!goesOn) return undefined;
  }
  return undefined;
}

/** The total of a quote, for those who ask for one. */
async function askTotal({ wishes, tabs: [tab] }: Shopper, cartId: string): Promise<Money | undefined> {
  if (!wishes.asksQuote) return undefined;
  const reply = await tab.insist('orders.quote', {
    cartId,
    shippingAddress: { country: ADDRESS.country },
    shippingMethod: METHOD,
  });
  return reply.kind === 'ok' ? reply.data.totals.total : undefined;
}

function orderInput({ wishes }: Shopper, cartId: string, expectedTotal: Money | undefined): PlaceInput {
  return {
    idempotencyKey: randomUUID(),
    cartId,
    email: SHOPPERS_EMAIL,
    shippingAddress: ADDRESS,
    shippingMethod: METHOD,
    payment: { provider: 'test', token: wishes.token },
    ...(expectedTotal && { expectedTotal }),
  };
}

async function place({ wishes, tabs }: Shopper, input: PlaceInput): Promise<Reply<'orders.place'>> {
  const [tab, secondTab] = tabs;
  switch (wishes.manner) {
    case 'double_click': {
      const [reply] = await Promise.all([
        tab.insist('orders.place', input),
        secondTab.insist('orders.place', input),
      ]);
      return reply;
    }
    case 'two_buyers': {
      const other = { ...input, idempotencyKey: randomUUID() };
      const replies = await Promise.all([
        tab.insist('orders.place', input),
        secondTab.insist('orders.place', other),
      ]);
      return replies.find(({ kind }) => kind === 'ok') ?? replies[0];
    }
    case 'impatient': {
      const reply = await tab.call('orders.place', input, IMPATIENT_MS);
      return reply.kind === 'unknown' ? tab.insist('orders.place', input) : reply;
    }
    default:
      return tab.insist('orders.place', input);
  }
}

/** Leaves out what is sold out. False when the shopper would rather have nothing. */
async function takeLess(shopper: Shopper, cartId: string, { lines }: OutOfStock): Promise<boolean> {
  const { wishes, tabs } = shopper;
  const [tab] = tabs;
  if (!wishes.takesLess) return false;
  await pause(shopper);
  const wanted = await tab.insist('cart.get', { cartId });
  if (wanted.kind !== 'ok') return false;
  const available = new Map(lines.map((line) => [line.variantId, Math.max(0, line.available)]));
  let cart = wanted.data;
  for (const { id, variantId } of wanted.data.lines) {
    const quantity = available.get(variantId);
    if (quantity === undefined) continue;
    const reply = await tab.insist('cart.update', { cartId, lineId: id, quantity });
    if (reply.kind !== 'ok') return false;
    cart = reply.data;
  }
  return cart.lines.length > 0;
}

/** What a broken client does: the key of one order for another one. */
async function reuseKey({ tabs: [tab] }: Shopper, input: PlaceInput): Promise<void> {
  await tab.insist('orders.place', { ...input, email: 'another@example.com' });
}
