import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Order } from '@holdfast/shared/contracts/orders';
import type { PlacedOrder } from './place-order.ts';
import type { Shopper } from './shopper.ts';

const FIRST_LOOK_MS = 300;
const SLOWEST_LOOK_MS = 2_000;
const PATIENCE_MS = 30_000;
/** A payment that has not come through by then is not waited for. */
const PAYS_WITHIN_MS = 8_000;

/** Watches the order until it comes to its end or patience does, and asks of the shop what the shopper wishes then. */
export async function followOrder(shopper: Shopper, placed: PlacedOrder): Promise<void> {
  let order = await watch(shopper, placed);
  if (order?.status === 'payment_failed' && shopper.wishes.triesAgain) {
    await payAnew(shopper, placed);
    order = await watch(shopper, placed);
  }
  if (order?.status === 'paid') askDesk(shopper, order);
}

/** Gives the order at its end, else undefined. */
async function watch(
  { wishes, desk, tabs: [tab] }: Shopper,
  { number, accessToken }: PlacedOrder,
): Promise<Order | undefined> {
  const begun = performance.now();
  let callsOff = wishes.token === 'down';
  for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(pauseMs * 1.5, SLOWEST_LOOK_MS)) {
    await delay(pauseMs);
    const reply = await tab.insist('orders.get', { number, accessToken });
    if (reply.kind !== 'ok') return undefined;
    if (reply.data.status !== 'placed' && reply.data.status !== 'authorized') return reply.data;
    const waitedMs = performance.now() - begun;
    if (callsOff && waitedMs > PAYS_WITHIN_MS) {
      desk.cancel(number);
      callsOff = false;
    }
    if (waitedMs > PATIENCE_MS) return undefined;
  }
}

async function payAnew({ tabs: [tab] }: Shopper, { number, accessToken }: PlacedOrder): Promise<void> {
  await tab.insist('orders.pay', {
    number,
    accessToken,
    idempotencyKey: randomUUID(),
    payment: { provider: 'test', token: 'ok' },
  });
}

function askDesk({ wishes, desk }: Shopper, order: Order): void {
  if (wishes.afterwards === 'cancel') desk.cancel(order.number);
  if (wishes.afterwards === 'refund') desk.refund(order);
  if (wishes.afterwards === 'fulfil') desk.fulfil(order.number);
}
