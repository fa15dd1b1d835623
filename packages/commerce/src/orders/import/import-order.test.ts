import { randomUUID } from 'node:crypto';
import {
  type ImportOrderInput,
  importOrderInput,
  importOrderOutput,
} from '@holdfast/shared/contracts/order-import';
import { adminOrderSchema } from '@holdfast/shared/contracts/orders';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openTestShop, type TestShop } from '../../testing.ts';
import { sellBundle } from '../../testing-goods.ts';
import { listOrders } from '../list-orders.ts';
import { readAdminOrder } from '../read-order.ts';
import { refundOrder } from '../refund-order.ts';
import { operatorCall, projectHistory, readEvents } from '../testing.ts';
import { importOrder } from './import-order.ts';
import { importCall, readOnHand, stockSku } from './testing.ts';

let shop: TestShop;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop?.close());

const orderOf = (changes: Partial<ImportOrderInput>): ImportOrderInput =>
  importOrderInput.parse({
    idempotencyKey: randomUUID(),
    source: 'import',
    externalNumber: randomUUID().slice(0, 12),
    placedAt: '2010-12-01T08:26:00.000Z',
    currency: 'GBP',
    customer: '17850',
    country: 'United Kingdom',
    lines: [],
    ...changes,
  });

const goods = (sku: string, quantity: number, unitPrice: number) =>
  ({ sku, title: 'Lantern', quantity, unitPrice, kind: 'goods' }) as const;
const postage = { sku: 'POST', title: 'Postage', quantity: 1, unitPrice: 1_800, kind: 'charge' } as const;

const bring = (input: ImportOrderInput) => importOrder(shop, importCall(input));

async function bringIn(input: ImportOrderInput) {
  const answer = await bring(input);
  if (answer.status !== 'imported') throw new Error(`the order is ${answer.status}`);
  return answer;
}

const countOrders = () => shop.db.primary.order.count();

describe('an imported order', () => {
  it('is paid and sent at the prices that it says, and asks for no later work', async () => {
    const { sku, stockItemId } = await stockSku(shop, 20);
    const input = orderOf({ lines: [goods(sku, 6, 255), postage, goods(sku, 2, 0)] });
    const answer = await bringIn(input);
    expect(importOrderOutput.parse(answer)).toEqual(answer);
    expect(answer.total).toEqual({ amount: 3_330, currency: 'GBP' });
    const seen = await readAdminOrder(shop, answer);
    expect(adminOrderSchema.parse(seen)).toEqual(seen);
    expect(seen).toMatchObject({
      status: 'fulfilled',
      paymentStatus: 'paid',
      placedAt: input.placedAt,
      email: null,
      origin: { source: 'import', externalNumber: input.externalNumber, customer: '17850' },
      lines: [
        { kind: 'goods', sku, quantity: 6, unitPrice: { amount: 255 }, gross: { amount: 1_530 } },
        { kind: 'charge', sku: 'POST', variantId: null, gross: { amount: 1_800 } },
        { kind: 'goods', sku, quantity: 2, gross: { amount: 0 } },
      ],
      payments: [{ provider: 'import', state: 'captured', amount: { amount: 3_330 }, steps: [] }],
      actions: { cancel: false, fulfil: false },
    });
    expect(seen.lines.map(({ id }) => id)).toEqual(answer.lineIds);
    const { id } = await shop.db.primary.order.findUniqueOrThrow({ where: { number: answer.number } });
    expect(await projectHistory(shop, id)).toEqual({ paymentStatus: 'paid', fulfilmentStatus: 'fulfilled' });
    expect(await shop.db.primary.outboxEvent.count()).toBe(0);
    expect(await readOnHand(shop, stockItemId)).toBe(12);
    const { items } = await listOrders(shop, { q: input.externalNumber.toUpperCase(), limit: 24 });
    expect(items).toMatchObject([
      { number: answer.number, pieces: 8, origin: { externalNumber: input.externalNumber } },
    ]);
  });

  it('keeps no customer in its events', async () => {
    const { sku } = await stockSku(shop, 5);
    const { number } = await bringIn(orderOf({ customer: 'C-424242', lines: [goods(sku, 1, 100)] }));
    const { events } = await readAdminOrder(shop, { number });
    expect(JSON.stringify(events)).not.toContain('424242');
  });

  it('comes to the total of a line whose price has a part of a penny', async () => {
    const { sku } = await stockSku(shop, 5);
    const lines = [{ ...goods(sku, 3, 13), total: 38 }];
    expect((await bringIn(orderOf({ lines }))).total.amount).toBe(38);
    expect(() => orderOf({ lines: [{ ...goods(sku, 3, 13), total: 43 }] })).toThrow(/rounding/);
  });

  it('takes a bundle from the items that it is made of', async () => {
    const rope = await stockSku(shop, 10);
    const bundle = await sellBundle(shop, [{ stockItemId: rope.stockItemId, quantity: 3 }]);
    await shop.db.primary.variant.update({ where: { id: bundle.variantId }, data: { sku: 'a-bundle' } });
    await bringIn(orderOf({ lines: [goods('a-bundle', 2, 100), goods('a-bundle', 1, 90)] }));
    expect(await readOnHand(shop, rope.stockItemId)).toBe(1);
  });
});

describe('an order whose goods are not there', () => {
  it('is refused when its lines together are more than the stock, and changes nothing', async () => {
    const { sku, stockItemId, variantId } = await stockSku(shop, 7);
    const before = await countOrders();
    const answer = await bring(orderOf({ lines: [goods(sku, 4, 255), goods(sku, 4, 210)] }));
    expect(answer).toMatchObject({
      status: 'out_of_stock',
      lines: [
        { variantId, requested: 4, available: 7 },
        { variantId, requested: 4, available: 7 },
      ],
    });
    expect(await countOrders()).toBe(before);
    expect(await readOnHand(shop, stockItemId)).toBe(7);
  });

  it('is refused what is held for other orders or only promised to come', async () => {
    const { sku, stockItemId } = await stockSku(shop, 7);
    await shop.db.primary.stockLevel.updateMany({
      where: { stockItemId },
      data: { allocated: 5, backOrderLimit: 10 },
    });
    const answer = await bring(orderOf({ lines: [goods(sku, 3, 255)] }));
    expect(answer).toMatchObject({ status: 'out_of_stock', lines: [{ available: 2 }] });
  });

  it('never takes the last pieces twice, however many come at once', async () => {
    const { sku, stockItemId } = await stockSku(shop, 10);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => bring(orderOf({ lines: [goods(sku, 3, 100)] }))),
    );
    expect(answers.filter(({ status }) => status === 'imported')).toHaveLength(3);
    expect(await readOnHand(shop, stockItemId)).toBe(1);
  });

  it('names each line whose SKU no variant has, or several', async () => {
    const { sku } = await stockSku(shop, 5);
    const twin = await stockSku(shop, 5);
    await shop.db.primary.variant.update({ where: { id: twin.variantId }, data: { sku } });
    const lines = [postage, goods(sku, 1, 100), goods('nowhere', 1, 100)];
    await expect(bring(orderOf({ lines }))).rejects.toMatchObject({
      code: 'VALIDATION',
      issues: [{ path: 'lines.1.sku' }, { path: 'lines.2.sku' }],
    });
  });
});

describe('the same order again', () => {
  it('is answered as it was at first, by its key and by its number', async () => {
    const { sku, stockItemId } = await stockSku(shop, 20);
    const input = orderOf({ lines: [goods(sku, 6, 255), postage] });
    const other = { ...input, idempotencyKey: randomUUID() };
    const answers = await Promise.all([bring(input), bring(other), bring(input), bring(other)]);
    answers.push(await bring({ ...input, idempotencyKey: randomUUID() }));
    expect(answers).toEqual(answers.map(() => answers[0]));
    expect(await readOnHand(shop, stockItemId)).toBe(14);
  });

  it('with other content is refused under the same number', async () => {
    const { sku } = await stockSku(shop, 20);
    const input = orderOf({ lines: [goods(sku, 6, 255)] });
    await bring(input);
    const changed = { ...input, idempotencyKey: randomUUID(), lines: [goods(sku, 6, 250)] };
    await expect(bring(changed)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('a refund of an imported order', () => {
  it('is done at once, outside of the shop, to the penny, and its goods are back', async () => {
    const { sku, stockItemId } = await stockSku(shop, 20);
    const lines = [goods(sku, 12, 465), postage];
    const { number, lineIds } = await bringIn(orderOf({ lines }));
    const [lineId = '', postageId = ''] = lineIds;
    const back = (line: string, quantity: number) =>
      refundOrder(
        shop,
        operatorCall({
          number,
          reason: 'C536826',
          restock: true,
          lines: [{ lineId: line, quantity }],
        }),
      );
    expect(await back(lineId, 5)).toMatchObject({
      paymentStatus: 'partially_refunded',
      refunded: { amount: 2_325 },
      refunds: [{ state: 'succeeded', reason: 'C536826', amount: { amount: 2_325 } }],
    });
    expect(await readOnHand(shop, stockItemId)).toBe(13);
    await expect(back(lineId, 8)).rejects.toMatchObject({ code: 'CONFLICT' });
    await back(postageId, 1);
    expect(await back(lineId, 7)).toMatchObject({ status: 'refunded', refunded: { amount: 7_380 } });
    expect(await readOnHand(shop, stockItemId)).toBe(20);
    const { id } = await shop.db.primary.order.findUniqueOrThrow({ where: { number } });
    expect(await readEvents(shop, id, 'payments.refund')).toEqual([]);
    expect(await projectHistory(shop, id)).toMatchObject({ paymentStatus: 'refunded' });
  });
});
