import { randomUUID } from 'node:crypto';
import type { FulfilOrderInput, RefundOrderInput } from '@holdfast/shared/contracts/orders';
import { adminOrderSchema } from '@holdfast/shared/contracts/orders';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { addToCart } from '../cart/add-to-cart.ts';
import { readLevel } from '../inventory/read-level.ts';
import { carryPayment } from '../payments/carry-payment.ts';
import { carryRefund } from '../payments/carry-refund.ts';
import type { PaymentDeps } from '../payments/provider.ts';
import { carry, readLedger, takeJob, withTestProvider } from '../payments/testing.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { sellBundle, sellVariant } from '../testing-goods.ts';
import { cancelOrder } from './cancel-order.ts';
import { deliverOrder } from './deliver-order.ts';
import { fulfilOrder } from './fulfil-order.ts';
import { placeOrder } from './place-order.ts';
import { readAdminOrder } from './read-order.ts';
import { refundOrder } from './refund-order.ts';
import {
  capturesOnFulfilment,
  operatorCall,
  placeTestOrder,
  projectHistory,
  readEvents,
  readHistory,
  type TestOrder,
} from './testing.ts';

let shop: TestShop & PaymentDeps;

beforeAll(async () => {
  shop = withTestProvider(await openTestShop(inject('stack')));
});
afterAll(() => shop.close());

const reason = 'The operator says so.';
const cancel = ({ number }: TestOrder, idempotencyKey?: string) =>
  cancelOrder(shop, operatorCall({ number, reason, idempotencyKey }));
const fulfil = ({ number }: TestOrder, input: Partial<FulfilOrderInput> = {}) =>
  fulfilOrder(shop, operatorCall({ number, ...input }));
const refund = ({ number }: TestOrder, input: Partial<RefundOrderInput> = {}) =>
  refundOrder(shop, operatorCall({ number, reason, restock: false, ...input }));
const deliver = ({ number }: TestOrder) => deliverOrder(shop, operatorCall({ number }));

/** Three pieces at 10.00 and the shipping of 5.00, paid; ten were on the shelf. */
async function placePaid(): Promise<TestOrder & { lineId: string }> {
  const order = await placeTestOrder(shop, { quantity: 3, onHand: 10, amount: 1_000 });
  await carry(shop, order);
  const lineId = (await readAdminOrder(shop, order)).lines[0]?.id ?? '';
  return { ...order, lineId };
}

const carryRefunds = async (order: TestOrder) => {
  for (const { id, payload, closedAt } of await readEvents(shop, order.orderId, 'payments.refund')) {
    if (closedAt !== null) continue;
    await carryRefund(shop, {
      eventId: id,
      payload: payload as { orderId: string; refundId: string },
      signal: AbortSignal.timeout(10_000),
    });
  }
};

const readStock = async ({ stockItemId }: TestOrder) => {
  const level = await shop.db.primary.stockLevel.findFirstOrThrow({ where: { stockItemId } });
  const movements = await shop.db.primary.stockMovement.findMany({ where: { stockItemId } });
  const sum = (of: (movement: (typeof movements)[number]) => number) =>
    movements.reduce((total, movement) => total + of(movement), 0);
  expect({ onHand: level.onHand, allocated: level.allocated }).toEqual({
    onHand: sum(({ onHandDelta }) => onHandDelta),
    allocated: sum(({ allocatedDelta }) => allocatedDelta),
  });
  return { onHand: level.onHand, allocated: level.allocated };
};

const readCharge = async ({ paymentId }: TestOrder) =>
  (await readLedger(shop.paymentProvider)).get(paymentId);

/** What is stored of the order is what its events say. */
async function expectProjection(order: TestOrder): Promise<void> {
  const { paymentStatus, fulfilmentStatus } = await readAdminOrder(shop, order);
  expect(await projectHistory(shop, order.orderId)).toEqual({ paymentStatus, fulfilmentStatus });
}

describe('cancelling', () => {
  it('an order that is not paid yet lets its stock and its money go', async () => {
    const order = await placeTestOrder(shop, { quantity: 2, onHand: 2 });
    const seen = await cancel(order);
    expect(adminOrderSchema.parse(seen)).toEqual(seen);
    expect(seen).toMatchObject({ status: 'cancelled', hold: null, actions: { cancel: false } });
    expect(await readStock(order)).toEqual({ onHand: 2, allocated: 0 });
    await carryPayment(shop, await takeJob(shop, order, 'payments.cancel'));
    expect((await readAdminOrder(shop, order)).payments).toMatchObject([{ state: 'cancelled' }]);
    await expectProjection(order);
  });

  it('an order whose money is reserved lets that money go', async () => {
    const order = await capturesOnFulfilment(shop, () => placeTestOrder(shop));
    await carry(shop, order);
    await cancel(order);
    await carryPayment(shop, await takeJob(shop, order, 'payments.cancel'));
    expect((await readCharge(order))?.state).toBe('cancelled');
    await expectProjection(order);
  });

  it('a paid order gives all of it back', async () => {
    const order = await placePaid();
    const seen = await cancel(order);
    expect(seen).toMatchObject({
      status: 'cancelled',
      refunds: [{ state: 'pending', amount: { amount: 3_500 } }],
    });
    await carryRefunds(order);
    expect(await readCharge(order)).toMatchObject({ state: 'captured', refunded: 3_500 });
    expect(await readAdminOrder(shop, order)).toMatchObject({
      status: 'refunded',
      refunded: { amount: 3_500 },
      actions: { refundable: { amount: 0 } },
    });
    expect(await readStock(order)).toEqual({ onHand: 10, allocated: 0 });
    await expectProjection(order);
  });

  it('is done once by eight operators with one key, and refused to a ninth with another', async () => {
    const order = await placePaid();
    const call = operatorCall({ number: order.number, reason, idempotencyKey: randomUUID() });
    const answers = await Promise.all(Array.from({ length: 8 }, () => cancelOrder(shop, call)));
    for (const answer of answers) expect(answer.status).toBe('cancelled');
    expect((await readHistory(shop, order.orderId)).filter((type) => type === 'cancelled')).toHaveLength(1);
    expect(await readEvents(shop, order.orderId, 'payments.refund')).toHaveLength(1);
    await expect(cancel(order)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('is refused when pieces have left, and the refusal is given again to its key', async () => {
    const order = await placePaid();
    await fulfil(order, { lines: [{ lineId: order.lineId, quantity: 1 }] });
    const call = operatorCall({ number: order.number, reason, idempotencyKey: randomUUID() });
    const refusal = { code: 'CONFLICT', message: expect.stringMatching(/have left/) };
    await expect(cancelOrder(shop, call)).rejects.toMatchObject(refusal);
    await expect(cancelOrder(shop, call)).rejects.toMatchObject(refusal);
    expect(await shop.db.primary.idempotencyKey.count({ where: { key: call.input.idempotencyKey } })).toBe(1);
  });

  it('names nobody’s order NOT_FOUND', async () => {
    await expect(cancelOrder(shop, operatorCall({ number: 'HF-0', reason }))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('sending', () => {
  it('parts of an order counts each piece once, and the last parcel makes it fulfilled', async () => {
    const order = await placePaid();
    const first = await fulfil(order, {
      lines: [{ lineId: order.lineId, quantity: 2 }],
      carrier: 'Harbour Post',
      trackingId: 'HP-1',
    });
    expect(first).toMatchObject({
      status: 'paid',
      fulfilmentStatus: 'partially_fulfilled',
      lines: [{ fulfilledQuantity: 2 }],
      fulfilments: [{ carrier: 'Harbour Post', trackingId: 'HP-1', lines: [{ quantity: 2 }] }],
    });
    expect(await readStock(order)).toEqual({ onHand: 8, allocated: 1 });
    await expect(fulfil(order, { lines: [{ lineId: order.lineId, quantity: 2 }] })).rejects.toMatchObject({
      code: 'CONFLICT',
    });

    const last = await fulfil(order);
    expect(last).toMatchObject({ status: 'fulfilled', lines: [{ fulfilledQuantity: 3 }] });
    expect(await readStock(order)).toEqual({ onHand: 7, allocated: 0 });
    expect((await deliver(order)).status).toBe('delivered');
    await expect(deliver(order)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(fulfil(order)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expectProjection(order);
  });

  it('by two operators at once sends nothing twice', async () => {
    const order = await placePaid();
    const outcomes = await Promise.allSettled([fulfil(order), fulfil(order), fulfil(order)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readStock(order)).toEqual({ onHand: 7, allocated: 0 });
  });

  it('is refused before the money is there', async () => {
    const order = await placeTestOrder(shop);
    await expect(fulfil(order)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(deliver(order)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('is refused for what is on back order until it has come', async () => {
    const order = await placeTestOrder(shop, { quantity: 3, onHand: 1, backOrderLimit: 5 });
    await carry(shop, order);
    await expect(fulfil(order)).rejects.toMatchObject({ message: expect.stringMatching(/back order/) });
    expect(await readStock(order)).toEqual({ onHand: 1, allocated: 3 });
  });

  it('takes of a bundle what it was made of when it was sold', async () => {
    const [rope, hook] = [await sellVariant(shop), await sellVariant(shop)];
    const bundle = await sellBundle(shop, [
      { stockItemId: rope.stockItemId, quantity: 2 },
      { stockItemId: hook.stockItemId, quantity: 1 },
    ]);
    const cart = await addToCart(shop, { variantId: bundle.variantId, quantity: 2 });
    const answer = await placeOrder(shop, {
      caller: { scope: 'guest', customerId: null },
      input: {
        idempotencyKey: randomUUID(),
        cartId: cart.id,
        email: 'shopper@example.com',
        shippingAddress: { name: 'A Shopper', line1: '1 Quay', city: 'Haifa', country: 'IL' },
        shippingMethod: 'standard',
        payment: { provider: 'test' },
      },
    });
    if (answer.status !== 'placed') throw new Error(answer.status);
    const { id: orderId, number } = await shop.db.primary.order.findUniqueOrThrow({
      where: { number: answer.order.number },
    });
    const [event] = await readEvents(shop, orderId, 'payments.authorize');
    await carryPayment(shop, {
      eventId: event?.id ?? '',
      payload: event?.payload as { orderId: string; paymentId: string },
      signal: AbortSignal.timeout(10_000),
    });
    await shop.db.primary.variantComponent.deleteMany({ where: { variantId: bundle.variantId } });

    await fulfilOrder(shop, operatorCall({ number }));
    expect(await readLevel(shop, rope)).toEqual({ onHand: 6, allocated: 0, available: 6 });
    expect(await readLevel(shop, hook)).toEqual({ onHand: 8, allocated: 0, available: 8 });
  });

  it('has reserved money taken, once, by the first parcel', async () => {
    const order = await capturesOnFulfilment(shop, () => placeTestOrder(shop, { quantity: 2 }));
    await carry(shop, order);
    const [line] = (await readAdminOrder(shop, order)).lines;
    await fulfil(order, { lines: [{ lineId: line?.id ?? '', quantity: 1 }] });
    await carryPayment(shop, await takeJob(shop, order, 'payments.capture'));
    expect((await readCharge(order))?.state).toBe('captured');
    await fulfil(order);
    expect(await readEvents(shop, order.orderId, 'payments.capture')).toHaveLength(1);
    expect(await readAdminOrder(shop, order)).toMatchObject({
      paymentStatus: 'paid',
      fulfilmentStatus: 'fulfilled',
    });
    await expectProjection(order);
  });
});

describe('refunding', () => {
  it('an amount moves no goods', async () => {
    const order = await placePaid();
    await refund(order, { amount: 250 });
    await carryRefunds(order);
    expect(await readCharge(order)).toMatchObject({ refunded: 250 });
    expect(await readAdminOrder(shop, order)).toMatchObject({
      paymentStatus: 'partially_refunded',
      fulfilmentStatus: 'unfulfilled',
      actions: { refundable: { amount: 3_250 } },
    });
    expect(await readStock(order)).toEqual({ onHand: 10, allocated: 3 });
    await expectProjection(order);
  });

  it('lines that have not left frees their stock, and what is left can still be sent', async () => {
    const order = await placePaid();
    const seen = await refund(order, { lines: [{ lineId: order.lineId, quantity: 1 }] });
    expect(seen).toMatchObject({
      lines: [{ cancelledQuantity: 1, returnedQuantity: 0 }],
      refunds: [{ amount: { amount: 1_000 }, lines: [{ quantity: 1 }] }],
    });
    expect(await readStock(order)).toEqual({ onHand: 10, allocated: 2 });
    expect((await fulfil(order)).lines).toMatchObject([{ fulfilledQuantity: 2 }]);
    expect(await readStock(order)).toEqual({ onHand: 8, allocated: 0 });
    await expectProjection(order);
  });

  it.each([
    [true, 9],
    [false, 7],
  ])('lines that had left puts them back on the shelf or not (%s)', async (restock, onHand) => {
    const order = await placePaid();
    await fulfil(order);
    const seen = await refund(order, { lines: [{ lineId: order.lineId, quantity: 2 }], restock });
    expect(seen.lines).toMatchObject([{ fulfilledQuantity: 3, returnedQuantity: 2 }]);
    expect(await readStock(order)).toEqual({ onHand, allocated: 0 });
    await expectProjection(order);
  });

  it('all without naming anything ends what has not left', async () => {
    const order = await placePaid();
    await refund(order);
    await carryRefunds(order);
    expect(await readAdminOrder(shop, order)).toMatchObject({
      status: 'refunded',
      fulfilmentStatus: 'cancelled',
      refunded: { amount: 3_500 },
    });
    expect(await readStock(order)).toEqual({ onHand: 10, allocated: 0 });
    await expectProjection(order);
  });

  it('never gives back more than was taken, however many ask at once', async () => {
    const order = await placePaid();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, () => refund(order, { amount: 1_000 })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    await carryRefunds(order);
    expect(await readCharge(order)).toMatchObject({ refunded: 3_000 });
    await expect(refund(order, { amount: 501 })).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { refundable: 500 },
    });
  });

  it('the thirds of a price comes to the price exactly', async () => {
    const order = await placeTestOrder(shop, { quantity: 3, onHand: 3, amount: 333 });
    await shop.db.primary.$executeRaw`
      UPDATE order_line SET gross = 1000, net = 1000 - tax WHERE order_id = ${order.orderId}::uuid`;
    await carry(shop, order);
    const lineId = (await readAdminOrder(shop, order)).lines[0]?.id ?? '';
    for (let piece = 0; piece < 3; piece += 1) await refund(order, { lines: [{ lineId, quantity: 1 }] });
    const { refunds } = await readAdminOrder(shop, order);
    expect(refunds.map(({ amount }) => amount.amount)).toEqual([333, 334, 333]);
  });

  it('is done once by one key, and given once by the provider however often its job runs', async () => {
    const order = await placePaid();
    const call = operatorCall({
      number: order.number,
      reason,
      restock: false,
      amount: 700,
      idempotencyKey: randomUUID(),
    });
    await Promise.all(Array.from({ length: 5 }, () => refundOrder(shop, call)));
    const job = await takeJob(shop, order, 'payments.refund');
    await Promise.all(Array.from({ length: 4 }, () => carryRefund(shop, job)));
    expect(await readCharge(order)).toMatchObject({ refunded: 700 });
    expect(
      (await readHistory(shop, order.orderId)).filter((type) => type === 'partially_refunded'),
    ).toHaveLength(1);
  });

  it('as an amount leaves no goods behind: what has not left can be given up without money', async () => {
    const order = await placePaid();
    await fulfil(order, { lines: [{ lineId: order.lineId, quantity: 1 }] });
    await refund(order, { amount: 3_500 });
    await carryRefunds(order);
    const seen = await refund(order, { lines: [{ lineId: order.lineId, quantity: 2 }] });
    expect(seen).toMatchObject({ status: 'refunded', fulfilmentStatus: 'fulfilled', refunds: [{}] });
    expect(seen.refunds).toHaveLength(1);
    expect(await readStock(order)).toEqual({ onHand: 9, allocated: 0 });
    await expectProjection(order);
  });

  it('is refused of an order of which no money was taken, and of lines that are not its own', async () => {
    const unpaid = await placeTestOrder(shop);
    await expect(refund(unpaid)).rejects.toMatchObject({ code: 'CONFLICT' });
    const order = await placePaid();
    await expect(refund(order, { lines: [{ lineId: randomUUID(), quantity: 1 }] })).rejects.toMatchObject({
      code: 'VALIDATION',
    });
    await expect(refund(order, { lines: [{ lineId: order.lineId, quantity: 4 }] })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });
});
