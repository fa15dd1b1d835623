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
import { type PaymentDeps, ProviderUnavailable, UnknownOutcome } from './provider.ts';
import { readLedger, takeJob, withTestProvider } from './testing.ts';

let shop: TestShop & PaymentDeps;

beforeAll(async () => {
  shop = withTestProvider(await openTestShop(inject('stack')));
});
afterAll(() => shop.close());

const readState = async ({ orderId, paymentId }: TestOrder) => {
  const order = await shop.db.primary.order.findUniqueOrThrow({ where: { id: orderId } });
  const payment = await shop.db.primary.payment.findUniqueOrThrow({ where: { id: paymentId } });
  const charge = (await readLedger(shop.paymentProvider)).get(paymentId);
  return { order, payment, charge };
};

const isOpen = async (order: TestOrder) =>
  (await readEvents(shop, order.orderId, 'payments.authorize')).some((event) => event.closedAt === null);

const countCaptures = async (order: TestOrder) =>
  (await readEvents(shop, order.orderId, 'payments.capture')).length;

describe('authorizing a payment', () => {
  it.each(['ok', undefined, 'slow'])('with token %s reserves the money once', async (token) => {
    const order = await placeTestOrder(shop, { token });
    await authorizePayment(shop, await takeJob(shop, order, 'payments.authorize'));

    const { order: row, payment, charge } = await readState(order);
    expect(row.paymentStatus).toBe('authorized');
    expect(payment).toMatchObject({
      state: 'authorized',
      token: null,
      providerReference: `test_${order.paymentId}`,
    });
    expect(charge).toMatchObject({ state: 'authorized', attempts: 1, amount: Number(row.total) });
    expect(await readHistory(shop, order.orderId)).toEqual(['placed', 'payment_authorized']);
    expect(await isOpen(order)).toBe(false);
    expect(await countCaptures(order)).toBe(1);
  });

  it('that is declined keeps the order for a new try and sets its end 15 minutes ahead', async () => {
    const order = await placeTestOrder(shop, { token: 'declined' });
    await authorizePayment(shop, await takeJob(shop, order, 'payments.authorize'));

    const { order: row, payment } = await readState(order);
    expect(row.paymentStatus).toBe('failed');
    expect(payment).toMatchObject({
      state: 'declined',
      token: null,
      declineReason: 'The card was declined.',
    });
    expect(await readHistory(shop, order.orderId)).toEqual(['placed', 'payment_declined']);
    expect(await countCaptures(order)).toBe(0);
    const [expiry] = await readEvents(shop, order.orderId, 'orders.expire-unpaid');
    const minutes = (expiry?.dueAt.getTime() ?? 0) - Date.now();
    expect(minutes).toBeGreaterThan(14.5 * 60_000);
    expect(minutes).toBeLessThanOrEqual(15 * 60_000);
    expect(await shop.db.primary.stockAllocation.count({ where: { orderId: order.orderId } })).toBe(1);
  });

  it('that fails twice stays owed until it works, and charges once', async () => {
    const order = await placeTestOrder(shop, { token: 'flaky' });
    const job = await takeJob(shop, order, 'payments.authorize');
    await expect(authorizePayment(shop, job)).rejects.toThrow(ProviderUnavailable);
    await expect(authorizePayment(shop, job)).rejects.toThrow(ProviderUnavailable);
    expect(await isOpen(order)).toBe(true);
    expect(await readHistory(shop, order.orderId)).toEqual(['placed']);

    await authorizePayment(shop, job);
    expect(await readHistory(shop, order.orderId)).toEqual(['placed', 'payment_authorized']);
    expect((await readState(order)).charge).toMatchObject({ state: 'authorized', attempts: 3 });
  });

  it('whose answer was lost is found again, not charged again', async () => {
    const order = await placeTestOrder(shop, { token: 'lost' });
    const job = await takeJob(shop, order, 'payments.authorize');
    await expect(authorizePayment(shop, job)).rejects.toThrow(UnknownOutcome);
    expect(await isOpen(order)).toBe(true);

    await authorizePayment(shop, job);
    expect((await readState(order)).charge).toMatchObject({ state: 'authorized', attempts: 1 });
    expect(await readHistory(shop, order.orderId)).toEqual(['placed', 'payment_authorized']);
  });

  it('at a provider that is down changes nothing and stays owed', async () => {
    const order = await placeTestOrder(shop, { token: 'down' });
    const job = await takeJob(shop, order, 'payments.authorize');
    await expect(authorizePayment(shop, job)).rejects.toThrow(ProviderUnavailable);
    const { order: row, payment } = await readState(order);
    expect(row.paymentStatus).toBe('pending');
    expect(payment).toMatchObject({ state: 'pending', token: 'down' });
    expect(await isOpen(order)).toBe(true);
  });

  it.each(['ok', 'declined'])(
    'by eight workers at once with token %s has one charge and one set of events',
    async (token) => {
      const order = await placeTestOrder(shop, { token });
      const job = await takeJob(shop, order, 'payments.authorize');
      await runAtOnce(shop, () => authorizePayment(shop, job));
      await authorizePayment(shop, job);

      expect(await readHistory(shop, order.orderId)).toHaveLength(2);
      const state = token === 'ok' ? 'authorized' : 'declined';
      expect((await readState(order)).charge).toMatchObject({ state });
      const followers = [
        ...(await readEvents(shop, order.orderId, 'payments.capture')),
        ...(await readEvents(shop, order.orderId, 'orders.expire-unpaid')),
      ];
      expect(followers).toHaveLength(1);
    },
  );

  it('that died between the charge and its commit is finished by the next attempt', async () => {
    const order = await placeTestOrder(shop);
    const job = await takeJob(shop, order, 'payments.authorize');
    await expect(cutBeforeCommit(shop, order.orderId, () => authorizePayment(shop, job))).rejects.toThrow();
    expect((await readState(order)).charge).toMatchObject({ state: 'authorized', attempts: 1 });
    expect(await readHistory(shop, order.orderId)).toEqual(['placed']);

    await authorizePayment(shop, job);
    expect((await readState(order)).charge).toMatchObject({ state: 'authorized', attempts: 1 });
    expect(await readHistory(shop, order.orderId)).toEqual(['placed', 'payment_authorized']);
    expect(await countCaptures(order)).toBe(1);
  });

  it('of an order that was cancelled meanwhile lets the money go', async () => {
    const order = await placeTestOrder(shop, { token: 'lost' });
    const job = await takeJob(shop, order, 'payments.authorize');
    await expect(authorizePayment(shop, job)).rejects.toThrow(UnknownOutcome);
    await shop.db.primary.order.update({
      where: { id: order.orderId },
      data: { paymentStatus: 'cancelled', fulfilmentStatus: 'cancelled' },
    });

    await authorizePayment(shop, job);
    const { payment, charge } = await readState(order);
    expect(charge?.state).toBe('cancelled');
    expect(payment).toMatchObject({ state: 'cancelled', token: null });
    expect(await isOpen(order)).toBe(false);
    expect(await countCaptures(order)).toBe(0);
  });

  it('at a provider that nobody set up is refused for good', async () => {
    const order = await placeTestOrder(shop);
    await shop.db.primary.payment.update({ where: { id: order.paymentId }, data: { provider: 'toString' } });
    await expect(
      authorizePayment(shop, await takeJob(shop, order, 'payments.authorize')),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
