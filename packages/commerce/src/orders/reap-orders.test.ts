import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { authorizePayment } from '../payments/authorize-payment.ts';
import type { PaymentDeps } from '../payments/provider.ts';
import { takeJob, withTestProvider } from '../payments/testing.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { expireUnpaidOrder } from './expire-unpaid-order.ts';
import { placeTestOrder, readEvents, readHistory, runAtOnce, type TestOrder } from './testing.ts';

let shop: TestShop & PaymentDeps;

beforeAll(async () => {
  shop = withTestProvider(await openTestShop(inject('stack')));
});
afterAll(() => shop.close());

async function placeDeclined(): Promise<TestOrder> {
  const order = await placeTestOrder(shop, { token: 'declined', quantity: 3, onHand: 3 });
  await authorizePayment(shop, await takeJob(shop, order, 'payments.authorize'));
  return order;
}

const readAllocated = async ({ stockItemId }: TestOrder) => ({
  level: (await shop.db.primary.stockLevel.findFirstOrThrow({ where: { stockItemId } })).allocated,
  moved: (await shop.db.primary.stockMovement.findMany({ where: { stockItemId } })).reduce(
    (sum, movement) => sum + movement.allocatedDelta,
    0,
  ),
});

describe('a declined order whose time is up', () => {
  it('gives its stock back and is cancelled', async () => {
    const order = await placeDeclined();
    expect(await readAllocated(order)).toEqual({ level: 3, moved: 3 });
    await expireUnpaidOrder(shop, await takeJob(shop, order, 'orders.expire-unpaid'));

    expect(await readAllocated(order)).toEqual({ level: 0, moved: 0 });
    expect(await shop.db.primary.stockAllocation.count({ where: { orderId: order.orderId } })).toBe(0);
    const row = await shop.db.primary.order.findUniqueOrThrow({ where: { id: order.orderId } });
    expect(row).toMatchObject({ paymentStatus: 'cancelled', fulfilmentStatus: 'cancelled' });
    expect(await readHistory(shop, order.orderId)).toEqual([
      'placed',
      'payment_declined',
      'stock_released',
      'cancelled',
    ]);
  });

  it('is ended once by eight workers at once', async () => {
    const order = await placeDeclined();
    const job = await takeJob(shop, order, 'orders.expire-unpaid');
    await runAtOnce(shop, () => expireUnpaidOrder(shop, job));
    expect(await readAllocated(order)).toEqual({ level: 0, moved: 0 });
    expect(await readHistory(shop, order.orderId)).toHaveLength(4);
  });

  it('keeps everything when it is being paid again', async () => {
    const order = await placeDeclined();
    await shop.db.primary.order.update({ where: { id: order.orderId }, data: { paymentStatus: 'pending' } });
    await expireUnpaidOrder(shop, await takeJob(shop, order, 'orders.expire-unpaid'));
    expect(await readAllocated(order)).toEqual({ level: 3, moved: 3 });
    expect(await readHistory(shop, order.orderId)).toEqual(['placed', 'payment_declined']);
    const [event] = await readEvents(shop, order.orderId, 'orders.expire-unpaid');
    expect(event?.closedAt).not.toBeNull();
  });
});
