import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fulfilOrder } from '../orders/fulfil-order.ts';
import { payOrder } from '../orders/pay-order.ts';
import {
  capturesOnFulfilment,
  closeOrder,
  cutBeforeCommit,
  operatorCall,
  placeTestOrder,
  readEvents,
  readHistory,
  runAtOnce,
  type TestOrder,
} from '../orders/testing.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { applyCharge } from './apply-charge.ts';
import { carryPayment } from './carry-payment.ts';
import { carryRefund } from './carry-refund.ts';
import { findProvider, type PaymentDeps, ProviderUnavailable, UnknownOutcome } from './provider.ts';
import { recordOutcome } from './record-outcome.ts';
import { carry, readLedger, takeJob, withTestProvider } from './testing.ts';

let shop: TestShop & PaymentDeps;

beforeAll(async () => {
  shop = withTestProvider(await openTestShop(inject('stack')));
});
afterAll(() => shop.close());

const readRows = async ({ orderId, paymentId }: TestOrder) => ({
  order: await shop.db.primary.order.findUniqueOrThrow({ where: { id: orderId } }),
  payment: await shop.db.primary.payment.findUniqueOrThrow({ where: { id: paymentId } }),
  steps: (
    await shop.db.primary.paymentStep.findMany({ where: { paymentId }, orderBy: { startedAt: 'asc' } })
  ).map(({ step, outcome }) => `${step} ${outcome}`),
  charge: (await readLedger(shop.paymentProvider)).get(paymentId),
});

const isOpen = async (order: TestOrder) =>
  (await readEvents(shop, order.orderId, 'payments.authorize')).some((event) => event.closedAt === null);

const PAID = ['placed', 'payment_authorized', 'payment_captured'];

describe('carrying a payment', () => {
  it.each(['ok', undefined, 'slow'])(
    'with token %s takes the money once and makes the order paid',
    async (token) => {
      const order = await placeTestOrder(shop, { token });
      await carry(shop, order);

      const rows = await readRows(order);
      expect(rows.order).toMatchObject({ paymentStatus: 'paid', holdExpiresAt: null });
      expect(rows.payment).toMatchObject({
        state: 'captured',
        token: null,
        deadlineAt: null,
        providerReference: `test_${order.paymentId}`,
      });
      expect(rows.charge).toMatchObject({ state: 'captured', attempts: 1, amount: Number(rows.order.total) });
      expect(rows.steps).toEqual(['authorize done', 'capture done']);
      expect(await readHistory(shop, order.orderId)).toEqual(PAID);
      expect(await isOpen(order)).toBe(false);
      expect(await readEvents(shop, order.orderId, 'notifications.order-confirmation')).toHaveLength(1);
    },
  );

  it('that is declined keeps the order and its stock for a new try, 15 minutes long', async () => {
    const order = await placeTestOrder(shop, { token: 'declined' });
    await carry(shop, order);

    const rows = await readRows(order);
    expect(rows.order.paymentStatus).toBe('failed');
    expect(rows.payment).toMatchObject({
      state: 'declined',
      token: null,
      declineReason: 'The card was declined.',
    });
    expect(rows.steps).toEqual(['authorize refused']);
    expect(await readHistory(shop, order.orderId)).toEqual(['placed', 'payment_declined']);
    const minutes = (rows.order.holdExpiresAt?.getTime() ?? 0) - Date.now();
    expect(minutes).toBeGreaterThan(14.5 * 60_000);
    expect(minutes).toBeLessThanOrEqual(15 * 60_000);
    expect(await shop.db.primary.stockAllocation.count({ where: { orderId: order.orderId } })).toBe(1);
  });

  it('that fails twice stays owed until it works, charges once, and shows each attempt', async () => {
    const order = await placeTestOrder(shop, { token: 'flaky' });
    const job = await takeJob(shop, order, 'payments.authorize');
    await expect(carryPayment(shop, job)).rejects.toThrow(ProviderUnavailable);
    await expect(carryPayment(shop, job)).rejects.toThrow(ProviderUnavailable);
    expect(await isOpen(order)).toBe(true);
    expect(await readHistory(shop, order.orderId)).toEqual(['placed']);

    await carryPayment(shop, job);
    expect(await readHistory(shop, order.orderId)).toEqual(PAID);
    const rows = await readRows(order);
    expect(rows.charge).toMatchObject({ state: 'captured', attempts: 3 });
    expect(rows.steps).toEqual(['authorize failed', 'authorize failed', 'authorize done', 'capture done']);
  });

  it('whose answer was lost is found again, not charged again', async () => {
    const order = await placeTestOrder(shop, { token: 'lost' });
    const job = await takeJob(shop, order, 'payments.authorize');
    await expect(carryPayment(shop, job)).rejects.toThrow(UnknownOutcome);
    expect(await isOpen(order)).toBe(true);

    await carryPayment(shop, job);
    expect((await readRows(order)).charge).toMatchObject({ state: 'captured', attempts: 1 });
    expect(await readHistory(shop, order.orderId)).toEqual(PAID);
  });

  it('at a provider that is down changes nothing and stays owed', async () => {
    const order = await placeTestOrder(shop, { token: 'down' });
    await expect(carry(shop, order)).rejects.toThrow(ProviderUnavailable);
    const rows = await readRows(order);
    expect(rows.order.paymentStatus).toBe('pending');
    expect(rows.payment).toMatchObject({ state: 'pending', token: 'down' });
    expect(await isOpen(order)).toBe(true);
  });

  it.each([
    ['ok', 'captured', 3],
    ['declined', 'declined', 2],
  ])(
    'by eight workers at once with token %s has one charge and one set of events',
    async (token, state, events) => {
      const order = await placeTestOrder(shop, { token });
      const job = await takeJob(shop, order, 'payments.authorize');
      await runAtOnce(shop, () => carryPayment(shop, job));
      await carryPayment(shop, job);

      expect(await readHistory(shop, order.orderId)).toHaveLength(events);
      expect((await readRows(order)).charge).toMatchObject({ state });
      const mails = await readEvents(shop, order.orderId, 'notifications.order-confirmation');
      expect(mails).toHaveLength(token === 'ok' ? 1 : 0);
    },
  );

  it('that died between the charge and its commit is finished by the next attempt', async () => {
    const order = await placeTestOrder(shop);
    const job = await takeJob(shop, order, 'payments.authorize');
    await expect(cutBeforeCommit(shop, order.orderId, () => carryPayment(shop, job))).rejects.toThrow();
    expect((await readRows(order)).charge).toMatchObject({ state: 'authorized', attempts: 1 });
    expect(await readHistory(shop, order.orderId)).toEqual(['placed']);

    await carryPayment(shop, job);
    expect((await readRows(order)).charge).toMatchObject({ state: 'captured', attempts: 1 });
    expect(await readHistory(shop, order.orderId)).toEqual(PAID);
  });

  it('at a provider that nobody set up is refused for good', async () => {
    const order = await placeTestOrder(shop);
    await shop.db.primary.payment.update({ where: { id: order.paymentId }, data: { provider: 'toString' } });
    await expect(carry(shop, order)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('the payment of an order that was closed meanwhile', () => {
  it('lets reserved money go', async () => {
    const order = await placeTestOrder(shop, { token: 'lost' });
    await expect(carry(shop, order)).rejects.toThrow(UnknownOutcome);
    await closeOrder(shop, order);

    await carry(shop, order);
    const rows = await readRows(order);
    expect(rows.charge?.state).toBe('cancelled');
    expect(rows.payment).toMatchObject({ state: 'cancelled', token: null });
    expect(rows.steps.at(-1)).toBe('cancel done');
    expect(await isOpen(order)).toBe(false);
  });

  it('asks for no money when it was never asked for', async () => {
    const order = await placeTestOrder(shop);
    await closeOrder(shop, order);
    await carry(shop, order);
    const rows = await readRows(order);
    expect(rows.charge).toBeUndefined();
    expect(rows.payment.state).toBe('cancelled');
  });

  it('gives money back that was taken before anybody knew', async () => {
    const order = await capturesOnFulfilment(shop, () => placeTestOrder(shop));
    await carry(shop, order);
    const provider = findProvider(shop, 'test');
    await provider.capture({ reference: `test_${order.paymentId}`, signal: AbortSignal.timeout(5_000) });
    await closeOrder(shop, order);
    await carryPayment(shop, await takeJob(shop, order, 'payments.authorize'));

    const rows = await readRows(order);
    expect(rows.payment).toMatchObject({ state: 'captured', refundedAmount: rows.order.total });
    const refunds = await shop.db.primary.refund.findMany({ where: { orderId: order.orderId } });
    expect(refunds).toMatchObject([{ state: 'pending', amount: rows.order.total }]);
  });

  it('lets money go that was reserved while it was being given up', async () => {
    const order = await placeTestOrder(shop);
    const provider = findProvider(shop, 'test');
    const overtaken: PaymentDeps = {
      ...shop,
      providers: {
        test: {
          ...provider,
          authorize: async (request) => {
            await closeOrder(shop, order);
            await expect(carry(shop, order)).rejects.toThrow(ProviderUnavailable);
            return provider.authorize(request);
          },
        },
      },
    };
    await carryPayment(overtaken, await takeJob(shop, order, 'payments.authorize'));
    const rows = await readRows(order);
    expect(rows.charge?.state).toBe('cancelled');
    expect(rows.payment.state).toBe('cancelled');
  });
});

describe('money that comes when its payment is over', () => {
  /** The provider, with something that happens within a call. */
  const during = (
    call: 'authorize' | 'capture' | 'cancel',
    happens: { before?: () => Promise<unknown>; after?: () => Promise<unknown> },
  ): PaymentDeps & TestShop => {
    const provider = findProvider(shop, 'test');
    const wrapped = async (request: never) => {
      await happens.before?.();
      const answer = await (provider[call] as (request: never) => Promise<unknown>)(request);
      await happens.after?.();
      return answer;
    };
    return { ...shop, providers: { test: { ...provider, [call]: wrapped } } };
  };

  const expectReturned = async (order: TestOrder) => {
    const { charge, order: row } = await readRows(order);
    if (charge?.state === 'captured') {
      await carryRefund(shop, await takeJob(shop, order, 'payments.refund'));
      expect((await readRows(order)).charge).toMatchObject({ refunded: Number(row.total) });
    } else expect(charge?.state).toBe('cancelled');
    expect((await readRows(order)).order.paymentStatus).toBe('cancelled');
    expect(await isOpen(order)).toBe(false);
  };

  it('is given back when it is taken while its order is cancelled', async () => {
    const order = await placeTestOrder(shop);
    const cancelled = during('capture', {
      before: async () => {
        await closeOrder(shop, order);
      },
      after: async () => carryPayment(shop, await takeJob(shop, order, 'payments.cancel')),
    });
    await carry(cancelled, order);
    await expectReturned(order);
  });

  it('is given back when the capture is faster than the cancellation that has found it reserved', async () => {
    const order = await placeTestOrder(shop);
    const reference = `test_${order.paymentId}`;
    const signal = AbortSignal.timeout(5_000);
    const overtaken = during('cancel', {
      before: () => findProvider(shop, 'test').capture({ reference, signal }),
    });
    const cancelling = during('capture', {
      before: async () => {
        await closeOrder(shop, order);
        await carryPayment(overtaken, await takeJob(shop, order, 'payments.cancel'));
      },
    });
    await carry(cancelling, order);
    await expectReturned(order);
  });

  it('is let go when its attempt has died: the job stays open until the books are quiet', async () => {
    const order = await placeTestOrder(shop);
    const silent = during('authorize', { before: () => Promise.reject(new UnknownOutcome('no answer')) });
    await expect(carry(silent, order)).rejects.toThrow(UnknownOutcome);
    await closeOrder(shop, order);
    await expect(carry(shop, order)).rejects.toThrow(ProviderUnavailable);
    expect((await readRows(order)).payment.state).toBe('cancelled');
    expect(await isOpen(order)).toBe(true);

    const { total } = (await readRows(order)).order;
    await findProvider(shop, 'test').authorize({
      idempotencyKey: order.paymentId,
      amount: Number(total),
      currency: 'USD',
      token: 'ok',
      signal: AbortSignal.timeout(5_000),
    });
    await carry(shop, order);
    await expectReturned(order);
  });

  it('does not stay in doubt for ever: what never came is closed after a minute', async () => {
    const order = await placeTestOrder(shop);
    const silent = during('authorize', { before: () => Promise.reject(new UnknownOutcome('no answer')) });
    await expect(carry(silent, order)).rejects.toThrow(UnknownOutcome);
    await closeOrder(shop, order);
    await shop.db.primary.$executeRaw`
      UPDATE payment_step SET started_at = started_at - interval '61 seconds'
      WHERE payment_id = ${order.paymentId}::uuid`;
    await carry(shop, order);
    expect(await isOpen(order)).toBe(false);
  });

  it('goes back without touching the order that another payment has paid', async () => {
    const order = await placeTestOrder(shop, { token: 'declined' });
    await carry(shop, order);
    await payOrder(shop, {
      input: {
        number: order.number,
        accessToken: order.accessToken,
        idempotencyKey: randomUUID(),
        payment: { provider: 'test', token: 'ok' },
      },
      viewer: null,
      scope: 'guest',
    });
    await carry(shop, order);
    const provider = findProvider(shop, 'test');
    const first = { status: 'captured', reference: `test_${order.paymentId}` } as const;
    const late: PaymentDeps = { ...shop, providers: { test: { ...provider, find: async () => first } } };
    await applyCharge(late, { paymentId: order.paymentId, provider: 'test' }, AbortSignal.timeout(5_000));

    const refunds = await shop.db.primary.refund.findMany({ where: { orderId: order.orderId } });
    expect(refunds).toMatchObject([{ paymentId: order.paymentId, state: 'pending' }]);
    const giving: PaymentDeps = {
      ...shop,
      providers: { test: { ...provider, refund: async () => ({ status: 'refunded' }) } },
    };
    await carryRefund(giving, await takeJob(shop, order, 'payments.refund'));
    expect((await readRows(order)).order.paymentStatus).toBe('paid');
    expect((await readHistory(shop, order.orderId)).at(-1)).toBe('late_payment_returned');
  });
});

describe('a payment that is captured when the goods leave', () => {
  it('is reserved, confirmed to the shopper, and not taken', async () => {
    const order = await capturesOnFulfilment(shop, () => placeTestOrder(shop));
    await carry(shop, order);
    const rows = await readRows(order);
    expect(rows.order).toMatchObject({ paymentStatus: 'authorized', holdExpiresAt: null });
    expect(rows.charge?.state).toBe('authorized');
    expect(rows.steps).toEqual(['authorize done']);
    expect(await isOpen(order)).toBe(false);
    expect(await readEvents(shop, order.orderId, 'notifications.order-confirmation')).toHaveLength(1);
  });
});

describe('the outcome of a payment', () => {
  it('that is declined by silence changes nothing once somebody has heard of the money', async () => {
    const order = await capturesOnFulfilment(shop, () => placeTestOrder(shop));
    await carry(shop, order);
    const { paymentId, orderId } = order;
    const declined = { kind: 'declined', reason: 'It took too long.' } as const;
    const silent = { paymentId, orderId, outcome: { ...declined, bySilence: true } } as const;
    expect((await recordOutcome(shop.db.primary, silent)).recorded).toBe(false);
    expect((await readRows(order)).order.paymentStatus).toBe('authorized');
    expect((await recordOutcome(shop.db.primary, { paymentId, orderId, outcome: declined })).recorded).toBe(
      true,
    );
  });

  it('that is lost after the goods have left waits for a human instead of failing the order', async () => {
    const order = await capturesOnFulfilment(shop, () => placeTestOrder(shop));
    await carry(shop, order);
    await fulfilOrder(shop, operatorCall({ number: order.number }));
    const signal = AbortSignal.timeout(5_000);
    await findProvider(shop, 'test').cancel({ reference: `test_${order.paymentId}`, signal });
    await applyCharge(shop, { paymentId: order.paymentId, provider: 'test' }, signal);
    expect((await readRows(order)).order).toMatchObject({
      paymentStatus: 'authorized',
      fulfilmentStatus: 'fulfilled',
      attentionReason: 'capture_failed',
    });
  });
});
