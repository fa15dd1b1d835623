import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  cutBeforeCommit,
  placeTestOrder,
  readEvents,
  readHistory,
  type TestOrder,
  runAtOnce,
} from '../orders/testing.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { authorizePayment } from './authorize-payment.ts';
import { capturePayment } from './capture-payment.ts';
import { findProvider, type PaymentDeps } from './provider.ts';
import { readLedger, takeJob, withTestProvider } from './testing.ts';

let shop: TestShop & PaymentDeps;

beforeAll(async () => {
  shop = withTestProvider(await openTestShop(inject('stack')));
});
afterAll(() => shop.close());

async function placeAuthorized(): Promise<TestOrder> {
  const order = await placeTestOrder(shop);
  await authorizePayment(shop, await takeJob(shop, order, 'payments.authorize'));
  return order;
}

/** What somebody did at the provider, past the shop. */
const atProvider = (deed: 'cancel' | 'capture', { paymentId }: TestOrder) =>
  findProvider(shop, 'test')[deed]({ reference: `test_${paymentId}`, signal: AbortSignal.timeout(5_000) });

const readRows = async (order: TestOrder) => ({
  order: await shop.db.primary.order.findUniqueOrThrow({ where: { id: order.orderId } }),
  payment: await shop.db.primary.payment.findUniqueOrThrow({ where: { id: order.paymentId } }),
  charge: (await readLedger(shop.paymentProvider)).get(order.paymentId),
});

const PAID = ['placed', 'payment_authorized', 'payment_captured'];

describe('capturing a payment', () => {
  it('makes the order paid and has its confirmation sent', async () => {
    const order = await placeAuthorized();
    await capturePayment(shop, await takeJob(shop, order, 'payments.capture'));

    const rows = await readRows(order);
    expect(rows.order.paymentStatus).toBe('paid');
    expect(rows.payment.state).toBe('captured');
    expect(rows.charge?.state).toBe('captured');
    expect(await readHistory(shop, order.orderId)).toEqual(PAID);
    expect(await readEvents(shop, order.orderId, 'notifications.order-confirmation')).toHaveLength(1);
  });

  it('by eight workers at once, and once more, has one set of events', async () => {
    const order = await placeAuthorized();
    const job = await takeJob(shop, order, 'payments.capture');
    await runAtOnce(shop, () => capturePayment(shop, job));
    await capturePayment(shop, job);
    expect(await readHistory(shop, order.orderId)).toEqual(PAID);
    expect(await readEvents(shop, order.orderId, 'notifications.order-confirmation')).toHaveLength(1);
  });

  it('that the provider did before a crash is written by the next attempt', async () => {
    const order = await placeAuthorized();
    const job = await takeJob(shop, order, 'payments.capture');
    await expect(cutBeforeCommit(shop, order.orderId, () => capturePayment(shop, job))).rejects.toThrow();
    expect((await readRows(order)).charge?.state).toBe('captured');
    expect(await readHistory(shop, order.orderId)).toEqual(['placed', 'payment_authorized']);

    await capturePayment(shop, job);
    expect(await readHistory(shop, order.orderId)).toEqual(PAID);
  });

  it('that the provider refuses leaves the order as a declined one', async () => {
    const order = await placeAuthorized();
    await atProvider('cancel', order);
    await capturePayment(shop, await takeJob(shop, order, 'payments.capture'));
    const rows = await readRows(order);
    expect(rows.order.paymentStatus).toBe('failed');
    expect(rows.payment.state).toBe('declined');
    expect(await readEvents(shop, order.orderId, 'orders.expire-unpaid')).toHaveLength(1);
  });

  it('of a cancelled order takes no money', async () => {
    const order = await placeAuthorized();
    await cancel(order);
    await capturePayment(shop, await takeJob(shop, order, 'payments.capture'));
    const rows = await readRows(order);
    expect(rows.charge?.state).toBe('cancelled');
    expect(rows.payment.state).toBe('cancelled');
    expect(rows.order.attentionReason).toBeNull();
  });

  it('that was done for an order that is cancelled by now calls for a human', async () => {
    const order = await placeAuthorized();
    await atProvider('capture', order);
    await cancel(order);
    await capturePayment(shop, await takeJob(shop, order, 'payments.capture'));
    const rows = await readRows(order);
    expect(rows.payment.state).toBe('captured');
    expect(rows.order.attentionReason).toBe('captured_after_cancellation');
  });
});

function cancel(order: TestOrder) {
  return shop.db.primary.order.update({
    where: { id: order.orderId },
    data: { paymentStatus: 'cancelled', fulfilmentStatus: 'cancelled' },
  });
}
