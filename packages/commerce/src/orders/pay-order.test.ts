import { randomUUID } from 'node:crypto';
import type { PayOrderInput } from '@holdfast/shared/contracts/orders';
import { DomainError } from '@holdfast/shared/errors';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { applyCharge } from '../payments/apply-charge.ts';
import { carryPayment } from '../payments/carry-payment.ts';
import { findProvider, type PaymentDeps } from '../payments/provider.ts';
import { settleFailedPayment } from '../payments/settle-failed-payment.ts';
import { carry, readLedger, takeJob, withTestProvider } from '../payments/testing.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { payOrder } from './pay-order.ts';
import { readOrder } from './read-order.ts';
import { reapOrders } from './reap-orders.ts';
import { placeTestOrder, readEvents, readHistory, type TestOrder } from './testing.ts';

let shop: TestShop & PaymentDeps;

beforeAll(async () => {
  shop = withTestProvider(await openTestShop(inject('stack')));
});
afterAll(() => shop.close());

async function placeDeclined(): Promise<TestOrder> {
  const order = await placeTestOrder(shop, { token: 'declined', quantity: 2, onHand: 2 });
  await carry(shop, order);
  return order;
}

const pay = (
  { number, accessToken }: TestOrder,
  changes: Partial<PayOrderInput> & { token?: string } = {},
) => {
  const { token = 'ok', ...input } = changes;
  return payOrder(shop, {
    input: {
      number,
      accessToken,
      idempotencyKey: randomUUID(),
      payment: { provider: 'test', token },
      ...input,
    },
    viewer: null,
    scope: 'guest',
  });
};

const read = ({ number, accessToken }: TestOrder) =>
  readOrder(shop, { input: { number, accessToken }, viewer: null });

const paymentsOf = ({ orderId }: TestOrder) =>
  shop.db.primary.payment.findMany({ where: { orderId }, orderBy: { createdAt: 'asc' } });

/** As if the order's time had this many minutes less to run. */
async function setBack({ orderId }: TestOrder, minutes: number): Promise<void> {
  await shop.db.primary.$executeRaw`
    UPDATE orders SET hold_expires_at = hold_expires_at - ${minutes} * interval '1 minute'
    WHERE id = ${orderId}::uuid`;
}

describe('a declined order', () => {
  it('is paid by another try, and charged once', async () => {
    const order = await placeDeclined();
    expect((await read(order)).payment.declineReason).toBe('The card was declined.');
    const answer = await pay(order);
    expect(answer).toMatchObject({
      order: { number: order.number, status: 'placed' },
      payment: { state: 'pending' },
    });
    expect(await read(order)).toMatchObject({
      status: 'placed',
      totals: { total: answer.order.total },
      payment: { declineReason: null, retryUntil: null },
    });

    await carry(shop, order);
    expect((await read(order)).status).toBe('paid');
    expect(await readHistory(shop, order.orderId)).toEqual([
      'placed',
      'payment_declined',
      'payment_retried',
      'payment_authorized',
      'payment_captured',
    ]);
    expect(await paymentsOf(order)).toMatchObject([
      { state: 'declined', token: null },
      { state: 'captured', token: null },
    ]);
  });

  it('is tried once by one key, however often it comes', async () => {
    const order = await placeDeclined();
    const idempotencyKey = randomUUID();
    const answers = await Promise.all(Array.from({ length: 4 }, () => pay(order, { idempotencyKey })));
    await carry(shop, order);
    answers.push(await pay(order, { idempotencyKey }));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await paymentsOf(order)).toHaveLength(2);
    expect(await readEvents(shop, order.orderId, 'payments.authorize')).toHaveLength(2);
    await expect(pay(order, { idempotencyKey, token: 'slow' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
  });

  it('is tried by one of two that come at once', async () => {
    const order = await placeDeclined();
    const outcomes = await Promise.allSettled([pay(order), pay(order), pay(order)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toMatchObject([
      { reason: { code: 'CONFLICT' } },
      { reason: { code: 'CONFLICT' } },
    ]);
    expect(await paymentsOf(order)).toHaveLength(2);
  });

  it('may be tried for 15 minutes from its newest refusal', async () => {
    const order = await placeDeclined();
    await setBack(order, 10);
    await pay(order, { token: 'declined' });
    await carry(shop, order);
    const { retryUntil } = (await read(order)).payment;
    expect(Date.parse(retryUntil ?? '') - Date.now()).toBeGreaterThan(14.5 * 60_000);

    await reapOrders(shop);
    expect(await read(order)).toMatchObject({ status: 'payment_failed', payment: { retryUntil } });
    await setBack(order, 15);
    await reapOrders(shop);
    expect((await read(order)).status).toBe('cancelled');
  });

  it('is not tried any more when its time is over, ended or not yet', async () => {
    const order = await placeDeclined();
    await setBack(order, 15);
    expect((await read(order)).payment).toEqual({
      declineReason: 'The card was declined.',
      retryUntil: null,
    });
    await expect(pay(order)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/time .* is over/),
    });
    await reapOrders(shop);
    await expect(pay(order)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/cancelled/),
    });
    expect(await paymentsOf(order)).toHaveLength(1);
  });

  it('is tried ten times at most', async () => {
    const order = await placeDeclined();
    for (let tries = 2; tries <= 10; tries += 1) {
      expect((await read(order)).payment.retryUntil).not.toBeNull();
      await pay(order, { token: 'declined' });
      await carry(shop, order);
    }
    expect((await read(order)).payment.retryUntil).toBeNull();
    await expect(pay(order)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/10 times/),
    });
  });

  it('does not exist for whoever may not see it', async () => {
    const order = await placeDeclined();
    await expect(pay(order, { accessToken: 'x'.repeat(43) })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

it('an order that is being paid, or is paid, is not tried again', async () => {
  const order = await placeTestOrder(shop);
  await expect(pay(order)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringMatching(/being paid/),
  });
  await carry(shop, order);
  await expect(pay(order)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringMatching(/paid already/),
  });
});

describe('the outcome of the old payment that comes late', () => {
  const failure = { error: new DomainError('CONFLICT', 'It is not set up.'), isFinal: true };

  /** An order whose first payment was given up, and of which the provider has not heard. */
  async function placeGivenUp(): Promise<TestOrder> {
    const order = await placeTestOrder(shop, { quantity: 2, onHand: 2 });
    await settleFailedPayment(shop, await takeJob(shop, order, 'payments.authorize'), failure);
    return order;
  }

  /** The old payment's job, owed again although a new payment is under way. */
  async function retryWithLateJob(order: TestOrder) {
    const late = await takeJob(shop, order, 'payments.authorize');
    await pay(order);
    await shop.db.primary.outboxEvent.update({ where: { id: late.eventId }, data: { closedAt: null } });
    return late;
  }

  async function expectNewOneIsPaid(order: TestOrder): Promise<void> {
    expect((await read(order)).status).toBe('placed');
    await carry(shop, order);
    expect((await read(order)).status).toBe('paid');
    expect(await readHistory(shop, order.orderId)).not.toContain('cancelled');
  }

  it('as an attempt at its job does nothing', async () => {
    const order = await placeDeclined();
    const late = await retryWithLateJob(order);
    await carryPayment(shop, late);
    await expectNewOneIsPaid(order);
  });

  it('as money that was reserved lets that money go', async () => {
    const order = await placeGivenUp();
    await retryWithLateJob(order);
    const signal = AbortSignal.timeout(5_000);
    await findProvider(shop, 'test').authorize({
      idempotencyKey: order.paymentId,
      amount: (await read(order)).totals.total.amount,
      currency: 'USD',
      token: 'ok',
      signal,
    });
    await applyCharge(shop, { paymentId: order.paymentId, provider: 'test' }, signal);
    const charge = (await readLedger(shop.paymentProvider)).get(order.paymentId);
    expect(charge).toMatchObject({ state: 'cancelled' });
    await expectNewOneIsPaid(order);
  });

  it('as a failure for good does not fail the new one', async () => {
    const order = await placeGivenUp();
    const late = await retryWithLateJob(order);
    expect(await settleFailedPayment(shop, late, failure)).toBe(false);
    await expectNewOneIsPaid(order);
  });

  it('can never be a second payment under way: the database refuses it', async () => {
    const order = await placeDeclined();
    await pay(order);
    await expect(
      shop.db.primary.payment.update({ where: { id: order.paymentId }, data: { state: 'authorized' } }),
    ).rejects.toThrow(/unique|payment_one_open/i);
  });
});
