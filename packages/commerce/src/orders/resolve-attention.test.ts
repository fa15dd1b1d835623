import { randomUUID } from 'node:crypto';
import { DomainError } from '@holdfast/shared/errors';
import type { AttentionChoice, AttentionReason } from '@holdfast/shared/order-attention';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { carryPayment } from '../payments/carry-payment.ts';
import { carryRefund } from '../payments/carry-refund.ts';
import {
  findProvider,
  type PaymentDeps,
  type PaymentProvider,
  ProviderUnavailable,
} from '../payments/provider.ts';
import { settleFailedPayment } from '../payments/settle-failed-payment.ts';
import { carry, makeOverdue, readLedger, takeJob, withTestProvider } from '../payments/testing.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { fulfilOrder } from './fulfil-order.ts';
import { readAdminOrder } from './read-order.ts';
import { refundOrder } from './refund-order.ts';
import { resolveAttention } from './resolve-attention.ts';
import { capturesOnFulfilment, operatorCall, placeTestOrder, readEvents, type TestOrder } from './testing.ts';

const AWAY = { error: new ProviderUnavailable('away'), isFinal: false };
let shop: TestShop & PaymentDeps;

beforeAll(async () => {
  shop = withTestProvider(await openTestShop(inject('stack')));
});
afterAll(() => shop.close());

const resolve = ({ number }: TestOrder, choice: AttentionChoice) =>
  resolveAttention(
    shop,
    operatorCall({ number, choice, reason: 'I asked the bank.', idempotencyKey: randomUUID() }),
  );

const withProvider = (parts: Partial<PaymentProvider>): PaymentDeps & TestShop => ({
  ...shop,
  providers: { test: { ...findProvider(shop, 'test'), ...parts } },
});

async function expectWaiting(order: TestOrder, reason: AttentionReason): Promise<void> {
  const { attention, events } = await readAdminOrder(shop, order);
  expect(attention?.reason).toBe(reason);
  expect(events.at(-1)).toMatchObject({ type: 'attention_raised', data: { reason } });
}

/** An order of which nobody can tell whether its money is reserved. */
async function placeUnknown(): Promise<TestOrder> {
  const order = await placeTestOrder(shop, { token: 'lost' });
  const job = await takeJob(shop, order, 'payments.authorize');
  await expect(carryPayment(shop, job)).rejects.toThrow();
  await makeOverdue(shop, job);
  const blind = withProvider({ find: () => Promise.reject(new ProviderUnavailable('away')) });
  await settleFailedPayment(blind, job, AWAY);
  await expectWaiting(order, 'payment_outcome_unknown');
  return order;
}

/** An order whose goods have left and whose money the provider does not give. */
async function placeSentUnpaid(): Promise<TestOrder> {
  const order = await capturesOnFulfilment(shop, () => placeTestOrder(shop));
  await carry(shop, order);
  await fulfilOrder(shop, operatorCall({ number: order.number }));
  const job = await takeJob(shop, order, 'payments.capture');
  const refusing = withProvider({
    capture: async () => ({ status: 'refused', reason: 'The authorization has expired.' }),
  });
  const error = await carryPayment(refusing, job).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(DomainError);
  await settleFailedPayment(shop, job, { error, isFinal: true });
  await expectWaiting(order, 'capture_failed');
  return order;
}

/** A paid order of which the provider refuses to give 2.00 back. */
async function placeUnrefunded(): Promise<TestOrder> {
  const order = await placeTestOrder(shop);
  await carry(shop, order);
  await refundOrder(
    shop,
    operatorCall({ number: order.number, amount: 200, reason: 'A scratch.', restock: false }),
  );
  const refusing = withProvider({
    refund: async () => ({ status: 'refused', reason: 'The account is empty.' }),
  });
  await carryRefund(refusing, await takeJob(shop, order, 'payments.refund'));
  await expectWaiting(order, 'refund_failed');
  const { refunds, actions, totals } = await readAdminOrder(shop, order);
  expect(refunds).toMatchObject([{ state: 'failed', failure: 'The account is empty.' }]);
  expect(actions.refundable).toEqual(totals.total);
  return order;
}

describe('an outcome that nobody knows', () => {
  it('is asked for again, and the order goes on from what is learnt', async () => {
    const order = await placeUnknown();
    expect((await resolve(order, 'ask_again')).attention).toBeNull();
    const [job] = await readEvents(shop, order.orderId, 'payments.authorize');
    expect(job?.dueAt.getTime()).toBeLessThanOrEqual(Date.now());
    await carry(shop, order);
    expect(await readAdminOrder(shop, order)).toMatchObject({ status: 'paid', attention: null });
  });

  it('is undone by a cancellation, whatever it was', async () => {
    const order = await placeUnknown();
    expect(await resolve(order, 'cancel_order')).toMatchObject({ status: 'cancelled', attention: null });
    await carryPayment(shop, await takeJob(shop, order, 'payments.cancel'));
    expect((await readLedger(shop.paymentProvider)).get(order.paymentId)?.state).toBe('cancelled');
  });

  it('is not decided by a choice that belongs to something else', async () => {
    const order = await placeUnknown();
    await expect(resolve(order, 'mark_refunded')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await readAdminOrder(shop, order)).attention?.reason).toBe('payment_outcome_unknown');
  });
});

describe('money that cannot be taken for goods that have left', () => {
  it('is tried again', async () => {
    const order = await placeSentUnpaid();
    await resolve(order, 'try_again');
    await carryPayment(shop, await takeJob(shop, order, 'payments.capture'));
    expect(await readAdminOrder(shop, order)).toMatchObject({ paymentStatus: 'paid', attention: null });
  });

  it('is noted when it came in another way', async () => {
    const order = await placeSentUnpaid();
    expect(await resolve(order, 'mark_paid')).toMatchObject({ paymentStatus: 'paid', attention: null });
  });

  it('cannot be made undone by a cancellation, and goes on waiting', async () => {
    const order = await placeSentUnpaid();
    await expect(resolve(order, 'cancel_order')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await readAdminOrder(shop, order)).attention?.reason).toBe('capture_failed');
  });
});

describe('a refund that was refused', () => {
  it('is tried again as a refund of its own', async () => {
    const order = await placeUnrefunded();
    await resolve(order, 'try_again');
    await carryRefund(shop, await takeJob(shop, order, 'payments.refund'));
    expect((await readLedger(shop.paymentProvider)).get(order.paymentId)?.refunded).toBe(200);
    expect((await readAdminOrder(shop, order)).refunds.map(({ state }) => state)).toEqual([
      'replaced',
      'succeeded',
    ]);
  });

  it('waits for a human as well when the provider does not even accept the request', async () => {
    const order = await placeTestOrder(shop);
    await carry(shop, order);
    await refundOrder(
      shop,
      operatorCall({ number: order.number, amount: 200, reason: 'A scratch.', restock: false }),
    );
    const unwilling = withProvider({
      refund: () => Promise.reject(new DomainError('CONFLICT', 'This charge is too old.')),
    });
    await carryRefund(unwilling, await takeJob(shop, order, 'payments.refund'));
    await expectWaiting(order, 'refund_failed');
  });

  it('is not forgotten while another one is decided', async () => {
    const order = await placeUnrefunded();
    const refusing = withProvider({
      refund: async () => ({ status: 'refused', reason: 'The account is empty.' }),
    });
    await refundOrder(
      shop,
      operatorCall({ number: order.number, amount: 300, reason: 'Another one.', restock: false }),
    );
    await carryRefund(refusing, await takeJob(shop, order, 'payments.refund'));
    expect((await resolve(order, 'mark_refunded')).attention?.reason).toBe('refund_failed');
    expect((await resolve(order, 'mark_refunded')).attention).toBeNull();
  });

  it('is noted when the money went back by hand', async () => {
    const order = await placeUnrefunded();
    expect(await resolve(order, 'mark_refunded')).toMatchObject({
      paymentStatus: 'partially_refunded',
      refunds: [{ state: 'succeeded' }],
      refunded: { amount: 200 },
      attention: null,
    });
  });
});

it('an order that waits for nobody is not decided', async () => {
  await expect(resolve(await placeTestOrder(shop), 'ask_again')).rejects.toMatchObject({ code: 'CONFLICT' });
});
