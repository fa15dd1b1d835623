import { DomainError } from '@holdfast/shared/errors';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  capturesOnFulfilment,
  closeOrder,
  placeTestOrder,
  readEvents,
  readHistory,
  type TestOrder,
} from '../orders/testing.ts';
import { enqueueJob } from '../infra/outbox.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { carryPayment } from './carry-payment.ts';
import {
  findProvider,
  type PaymentDeps,
  type PaymentProvider,
  ProviderUnavailable,
  UnknownOutcome,
} from './provider.ts';
import { settleFailedPayment } from './settle-failed-payment.ts';
import { makeOverdue, readLedger, takeJob, withTestProvider } from './testing.ts';

const FINAL = { error: new DomainError('CONFLICT', 'It is not set up.'), isFinal: true };
const AWAY = { error: new ProviderUnavailable('away'), isFinal: false };
const UNKNOWN = { error: new UnknownOutcome('lost'), isFinal: false };
let shop: TestShop & PaymentDeps;

beforeAll(async () => {
  shop = withTestProvider(await openTestShop(inject('stack')));
});
afterAll(() => shop.close());

/** The shop with a provider that behaves as the test provider but for these. */
const withProvider = (parts: Partial<PaymentProvider>): PaymentDeps => ({
  ...shop,
  providers: { test: { ...findProvider(shop, 'test'), ...parts } },
});

const findFails = () => withProvider({ find: () => Promise.reject(new ProviderUnavailable('away')) });

async function placeOverdue(token?: string) {
  const order = await placeTestOrder(shop, { token });
  const job = await takeJob(shop, order, 'payments.authorize');
  await makeOverdue(shop, job);
  return { order, job };
}

const readOrder = ({ orderId }: TestOrder) =>
  shop.db.primary.order.findUniqueOrThrow({ where: { id: orderId }, include: { payments: true } });

const isOpen = async (order: TestOrder) =>
  (await readEvents(shop, order.orderId, 'payments.authorize')).some((event) => event.closedAt === null);

async function expectDeclined(order: TestOrder, reason: string): Promise<void> {
  const row = await readOrder(order);
  expect(row).toMatchObject({ paymentStatus: 'failed', attentionReason: null });
  expect(row.payments).toMatchObject([{ state: 'declined', declineReason: reason, token: null }]);
  expect(await readHistory(shop, order.orderId)).toEqual(['placed', 'payment_declined']);
  expect(row.holdExpiresAt?.getTime()).toBeGreaterThan(Date.now());
  expect(await isOpen(order)).toBe(false);
}

async function expectAttention(order: TestOrder): Promise<void> {
  expect(await readOrder(order)).toMatchObject({
    paymentStatus: 'pending',
    attentionReason: 'payment_outcome_unknown',
  });
  expect(await isOpen(order)).toBe(true);
}

describe('an authorization that failed', () => {
  it('for good is declined once, so its stock comes free again', async () => {
    const order = await placeTestOrder(shop);
    const job = await takeJob(shop, order, 'payments.authorize');
    expect(await settleFailedPayment(shop, job, FINAL)).toBe(true);
    await settleFailedPayment(shop, job, FINAL);
    await expectDeclined(order, 'It is not set up.');
  });

  it('at a provider that is unknown is declined', async () => {
    const order = await placeTestOrder(shop);
    const job = await takeJob(shop, order, 'payments.authorize');
    expect(await settleFailedPayment({ ...shop, providers: {} }, job, FINAL)).toBe(true);
    await expectDeclined(order, 'It is not set up.');
  });

  it('within its first 15 minutes is only tried again', async () => {
    const order = await placeTestOrder(shop, { token: 'down' });
    const job = await takeJob(shop, order, 'payments.authorize');
    expect(await settleFailedPayment(shop, job, AWAY)).toBe(false);
    expect(await readOrder(order)).toMatchObject({ paymentStatus: 'pending', attentionReason: null });
    expect(await isOpen(order)).toBe(true);
  });

  it('for 15 minutes at a provider that has charged nothing is declined', async () => {
    const { order, job } = await placeOverdue('down');
    expect(await settleFailedPayment(shop, job, AWAY)).toBe(true);
    await expectDeclined(order, 'The payment provider could not be reached.');
  });

  it('for 15 minutes with an attempt that may still arrive is not taken for uncharged', async () => {
    const { order, job } = await placeOverdue();
    expect(await settleFailedPayment(shop, job, UNKNOWN)).toBe(false);
    await expectAttention(order);
  });

  it.each([AWAY, FINAL])(
    'at a provider whose books cannot be read calls for a human, $isFinal',
    async (why) => {
      const { order, job } = await placeOverdue();
      expect(await settleFailedPayment(findFails(), job, why)).toBe(false);
      expect(await settleFailedPayment(findFails(), job, why)).toBe(false);
      await expectAttention(order);
    },
  );

  it('calls for a human also when the books never answer', async () => {
    const { order, job } = await placeOverdue();
    const hanging = withProvider({ find: () => new Promise(() => {}) });
    expect(await settleFailedPayment(hanging, job, AWAY)).toBe(false);
    await expectAttention(order);
  });

  it('needs no human any more once its outcome is learnt', async () => {
    const { order, job } = await placeOverdue();
    await settleFailedPayment(findFails(), job, AWAY);
    await carryPayment(shop, job);
    expect(await readOrder(order)).toMatchObject({ paymentStatus: 'paid', attentionReason: null });
  });

  it('needs no human any more once the money of a cancelled order was let go', async () => {
    const { order, job } = await placeOverdue();
    await settleFailedPayment(findFails(), job, AWAY);
    await closeOrder(shop, order);
    await carryPayment(shop, job);
    expect(await readOrder(order)).toMatchObject({ paymentStatus: 'cancelled', attentionReason: null });
  });

  it('leaves a mark for another reason as it is', async () => {
    const { order, job } = await placeOverdue();
    const attentionReason = 'refund_failed';
    await shop.db.primary.order.update({ where: { id: order.orderId }, data: { attentionReason } });
    await settleFailedPayment(findFails(), job, AWAY);
    await carryPayment(shop, job);
    expect(await readOrder(order)).toMatchObject({ paymentStatus: 'paid', attentionReason });
  });

  it('calls for nobody when another attempt has succeeded meanwhile', async () => {
    const { order, job } = await placeOverdue();
    await carryPayment(shop, job);
    await settleFailedPayment(findFails(), job, FINAL);
    expect(await readOrder(order)).toMatchObject({ paymentStatus: 'paid', attentionReason: null });
  });

  it('and was declined while another attempt was being charged lets that money go', async () => {
    const { order, job } = await placeOverdue();
    const provider = findProvider(shop, 'test');
    const overtaken = withProvider({
      authorize: async (request) => {
        expect(await settleFailedPayment(shop, job, AWAY)).toBe(true);
        return provider.authorize(request);
      },
    });
    await carryPayment(overtaken, job);
    await expectDeclined(order, 'The payment provider could not be reached.');
    const charge = (await readLedger(shop.paymentProvider)).get(order.paymentId);
    expect(charge?.state).toBe('cancelled');
  });
});

describe('a capture that failed', () => {
  const placeAuthorized = async () => {
    const order = await capturesOnFulfilment(shop, () => placeTestOrder(shop));
    await carryPayment(shop, await takeJob(shop, order, 'payments.authorize'));
    const payload = { orderId: order.orderId, paymentId: order.paymentId };
    await shop.db.primary.payment.update({ where: { id: order.paymentId }, data: { capture: 'immediate' } });
    await shop.db.primary.$transaction((tx) => enqueueJob(tx, { name: 'payments.capture', payload }));
    const job = await takeJob(shop, order, 'payments.capture');
    return { order, job };
  };

  it('for good calls for a human and stays owed until it works', async () => {
    const { order, job } = await placeAuthorized();
    expect(await settleFailedPayment(shop, job, FINAL)).toBe(false);
    expect(await readOrder(order)).toMatchObject({
      paymentStatus: 'authorized',
      attentionReason: 'capture_failed',
    });
    await carryPayment(shop, job);
    expect(await readOrder(order)).toMatchObject({ paymentStatus: 'paid', attentionReason: null });
  });

  it('calls for a human after 15 minutes, not before', async () => {
    const { order, job } = await placeAuthorized();
    await settleFailedPayment(shop, job, AWAY);
    expect((await readOrder(order)).attentionReason).toBeNull();
    await makeOverdue(shop, job);
    await settleFailedPayment(shop, job, AWAY);
    expect((await readOrder(order)).attentionReason).toBe('capture_failed');
  });
});
