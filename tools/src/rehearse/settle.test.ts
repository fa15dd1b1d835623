import { closeOrder, placeTestOrder, type TestOrder } from '@holdfast/commerce/orders/testing';
import { carryRefund } from '@holdfast/commerce/payments/carry-refund';
import type { PaymentDeps } from '@holdfast/commerce/payments/provider';
import { carry, takeJob, withTestProvider } from '@holdfast/commerce/payments/testing';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { RehearsalShop } from './running-shop.ts';
import { untilSettled } from './settle.ts';

const LONG_MS = 60_000;

let shop: TestShop & PaymentDeps;
let rehearsed: RehearsalShop;

beforeAll(async () => {
  shop = withTestProvider(await openTestShop(inject('stack')));
  rehearsed = {
    apiUrl: '',
    dataDir: '',
    env: { DATABASE_URL: shop.databaseUrl },
    isOwn: true,
  };
});
afterAll(() => shop?.close());

const EVER = new Date(0);

const countLeft = () => untilSettled(rehearsed, { since: EVER, withinMs: 0 });

/** The receipt of the confirmation. */
async function confirm({ orderId }: TestOrder): Promise<void> {
  await shop.db.primary.outboxEvent.updateMany({
    where: { job: 'notifications.order-confirmation', payload: { path: ['orderId'], equals: orderId } },
    data: { closedAt: new Date() },
  });
}

it('an order has come to its end when it is paid and confirmed, or declined, or all its money is back', {
  timeout: LONG_MS,
}, async () => {
  expect(await countLeft()).toBe(0);
  const paid = await placeTestOrder(shop, { token: 'ok' });
  const declined = await placeTestOrder(shop, { token: 'declined' });
  expect(await countLeft()).toBe(2);
  await carry(shop, declined);
  expect(await countLeft()).toBe(1);
  await carry(shop, paid);
  expect(await countLeft()).toBe(1);
  await confirm(paid);
  expect(await countLeft()).toBe(0);
  await closeOrder(shop, paid);
  expect(await countLeft()).toBe(1);
  await carryRefund(shop, await takeJob(shop, paid, 'payments.refund'));
  expect(await countLeft()).toBe(0);
});

it('it is waited for, and told meanwhile', { timeout: 2 * LONG_MS }, async () => {
  const order = await placeTestOrder(shop, { token: 'declined' });
  const told: number[] = [];
  const seen = Promise.withResolvers<void>();
  const onLeft = (left: number) => {
    told.push(left);
    seen.resolve();
  };
  const settled = untilSettled(rehearsed, { since: EVER, withinMs: LONG_MS, onLeft });
  await seen.promise;
  await carry(shop, order);
  expect(await settled).toBe(0);
  expect(told[0]).toBe(1);
  expect(told.at(-1)).toBe(0);
});

it('an order that was there before the rehearsal is none of its business', { timeout: LONG_MS }, async () => {
  const before = await placeTestOrder(shop, { token: 'declined' });
  const { placedAt } = await shop.db.primary.order.findUniqueOrThrow({ where: { id: before.orderId } });
  const countSince = (ms: number) => untilSettled(rehearsed, { since: new Date(ms), withinMs: 0 });
  expect(await countSince(placedAt.getTime())).toBe(1);
  expect(await countSince(placedAt.getTime() + 1)).toBe(0);
  await carry(shop, before);
});

it('a database that cannot be asked is not a shop where all is settled', async () => {
  const away = { ...rehearsed, env: { DATABASE_URL: 'postgresql://nobody:nothing@127.0.0.1:1/nothing' } };
  await expect(untilSettled(away, { since: EVER, withinMs: 0 })).rejects.toThrow('ECONNREFUSED');
});
