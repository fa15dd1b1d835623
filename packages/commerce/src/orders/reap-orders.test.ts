import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  findProvider,
  type PaymentDeps,
  type PaymentProvider,
  ProviderUnavailable,
} from '../payments/provider.ts';
import { carry, readLedger, takeJob, withTestProvider } from '../payments/testing.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { expireUnpaidOrder } from './expire-unpaid-order.ts';
import { readOrder } from './read-order.ts';
import { reapOrders } from './reap-orders.ts';
import { placeTestOrder, readEvents, readHistory, runAtOnce, type TestOrder } from './testing.ts';

let shop: TestShop & PaymentDeps;

beforeAll(async () => {
  shop = withTestProvider(await openTestShop(inject('stack')));
});
afterAll(() => shop.close());

async function placeDeclined(): Promise<TestOrder> {
  const order = await placeTestOrder(shop, { token: 'declined', quantity: 3, onHand: 3 });
  await carry(shop, order);
  return order;
}

async function endHoldOf({ orderId }: TestOrder): Promise<void> {
  await shop.db.primary.$executeRaw`
    UPDATE orders SET hold_expires_at = now() - interval '1 millisecond' WHERE id = ${orderId}::uuid`;
}

async function makePaymentOverdue({ paymentId }: TestOrder): Promise<void> {
  await shop.db.primary.$executeRaw`UPDATE payment SET deadline_at = now() WHERE id = ${paymentId}::uuid`;
}

const withProvider = (parts: Partial<PaymentProvider>): PaymentDeps => ({
  ...shop,
  providers: { test: { ...findProvider(shop, 'test'), ...parts } },
});

const readAllocated = async ({ stockItemId }: TestOrder) => ({
  level: (await shop.db.primary.stockLevel.findFirstOrThrow({ where: { stockItemId } })).allocated,
  moved: (await shop.db.primary.stockMovement.findMany({ where: { stockItemId } })).reduce(
    (sum, movement) => sum + movement.allocatedDelta,
    0,
  ),
});

const readRow = ({ orderId }: TestOrder) =>
  shop.db.primary.order.findUniqueOrThrow({ where: { id: orderId }, include: { payments: true } });

const ENDED = ['placed', 'payment_declined', 'stock_released', 'cancelled'];

describe('the hold of an order that is not paid', () => {
  it('is shown to its shopper with its end', async () => {
    const { number, accessToken } = await placeTestOrder(shop);
    const { hold } = await readOrder(shop, { input: { number, accessToken }, viewer: null });
    const minutes = Date.parse(hold?.expiresAt ?? '') - Date.now();
    expect(minutes).toBeGreaterThan(29 * 60_000);
    expect(minutes).toBeLessThanOrEqual(30 * 60_000);
  });

  it('is kept until its end', async () => {
    const order = await placeDeclined();
    await reapOrders(shop);
    expect(await readAllocated(order)).toEqual({ level: 3, moved: 3 });
  });

  it('gives its stock back at its end, and the order is cancelled', async () => {
    const order = await placeDeclined();
    await endHoldOf(order);
    await reapOrders(shop);

    expect(await readAllocated(order)).toEqual({ level: 0, moved: 0 });
    expect(await shop.db.primary.stockAllocation.count({ where: { orderId: order.orderId } })).toBe(0);
    expect(await readRow(order)).toMatchObject({
      paymentStatus: 'cancelled',
      fulfilmentStatus: 'cancelled',
      holdExpiresAt: null,
    });
    expect(await readHistory(shop, order.orderId)).toEqual(ENDED);
  });

  it('is ended once by eight workers at once', async () => {
    const order = await placeDeclined();
    await endHoldOf(order);
    await runAtOnce(shop, () => reapOrders(shop));
    expect(await readAllocated(order)).toEqual({ level: 0, moved: 0 });
    expect(await readHistory(shop, order.orderId)).toEqual(ENDED);
  });

  it('of a payment that nobody ever asked for is ended without one', async () => {
    const order = await placeTestOrder(shop, { quantity: 2, onHand: 2 });
    await endHoldOf(order);
    await reapOrders(shop);
    expect(await readAllocated(order)).toEqual({ level: 0, moved: 0 });
    expect(await readHistory(shop, order.orderId)).toEqual(ENDED);
  });

  it('of a payment that works after all becomes a paid order', async () => {
    const order = await placeTestOrder(shop, { token: 'lost' });
    await expect(carry(shop, order)).rejects.toThrow();
    await endHoldOf(order);
    await reapOrders(shop);
    expect(await readRow(order)).toMatchObject({ paymentStatus: 'authorized', holdExpiresAt: null });
    await carry(shop, order);
    expect(await readRow(order)).toMatchObject({ paymentStatus: 'paid' });
  });

  it('waits for a human when the provider cannot be asked: its money may be reserved', async () => {
    const order = await placeTestOrder(shop, { quantity: 2, onHand: 2 });
    await endHoldOf(order);
    await reapOrders(withProvider({ find: () => Promise.reject(new ProviderUnavailable('away')) }));
    expect(await readAllocated(order)).toEqual({ level: 2, moved: 2 });
    const row = await readRow(order);
    expect(row).toMatchObject({ paymentStatus: 'pending', attentionReason: 'payment_outcome_unknown' });
    expect(row.holdExpiresAt?.getTime()).toBeGreaterThan(Date.now());
  });

  it('that cannot be ended is put off, and keeps nobody else’s goods', async () => {
    const order = await placeDeclined();
    await shop.db.primary.order.update({
      where: { id: order.orderId },
      data: { fulfilmentStatus: 'fulfilled' },
    });
    await endHoldOf(order);
    const other = await placeDeclined();
    await endHoldOf(other);
    await reapOrders(shop);
    expect((await readRow(order)).holdExpiresAt?.getTime()).toBeGreaterThan(Date.now());
    expect(await readHistory(shop, other.orderId)).toEqual(ENDED);
  });

  it('lets money go that is reserved after its end', async () => {
    const order = await placeTestOrder(shop);
    const provider = findProvider(shop, 'test');
    const late = withProvider({
      authorize: async (request) => {
        await endHoldOf(order);
        await reapOrders(shop);
        return provider.authorize(request);
      },
    });
    await carry({ ...shop, ...late }, order);
    expect((await readLedger(shop.paymentProvider)).get(order.paymentId)?.state).toBe('cancelled');
    expect(await readRow(order)).toMatchObject({ paymentStatus: 'cancelled' });
  });

  it('of a release before this one is ended by the alarm that was set for it', async () => {
    const order = await placeDeclined();
    await shop.db.primary.order.update({ where: { id: order.orderId }, data: { holdExpiresAt: null } });
    const { id: eventId } = await shop.db.primary.outboxEvent.create({
      data: { job: 'orders.expire-unpaid', payload: { orderId: order.orderId } },
    });
    const payload = { orderId: order.orderId };
    await expireUnpaidOrder(shop, { eventId, payload, signal: AbortSignal.timeout(5_000) });
    await reapOrders(shop);
    expect(await readHistory(shop, order.orderId)).toEqual(ENDED);
  });
});

describe('a payment whose next step is overdue', () => {
  it('and that no job carries any more is carried on, by one of eight workers', async () => {
    const order = await placeTestOrder(shop);
    await shop.db.primary.outboxEvent.deleteMany({
      where: { job: 'payments.authorize', payload: { path: ['orderId'], equals: order.orderId } },
    });
    await makePaymentOverdue(order);
    await runAtOnce(shop, () => reapOrders(shop));
    expect(await readEvents(shop, order.orderId, 'payments.authorize')).toHaveLength(1);
    await carry(shop, order);
    expect(await readRow(order)).toMatchObject({ paymentStatus: 'paid' });
  });

  it('is left to the job that carries it', async () => {
    const order = await placeTestOrder(shop);
    await makePaymentOverdue(order);
    await reapOrders(shop);
    expect(await readEvents(shop, order.orderId, 'payments.authorize')).toHaveLength(1);
    expect((await takeJob(shop, order, 'payments.authorize')).payload.paymentId).toBe(order.paymentId);
  });
});
