import { describe, expect, it } from 'vitest';
import { planReplay } from './plan-replay.ts';
import type { Invoice } from './read-invoices.ts';
import { invoiceOf, lineOf } from './testing.ts';

const plan = (...invoices: Invoice[]) => planReplay({ invoices, fingerprint: 'test' });
const stepsOf = (...invoices: Invoice[]) => plan(...invoices).tasks.map(({ steps }) => steps);

describe('an invoice', () => {
  it('is an order of its lines as they stand: one item on several lines is never merged', () => {
    const lines = [lineOf('80001A', 6, 2.55), lineOf('80001A', 2, 2.1), lineOf('80001A', 6, 2.55)];
    expect(stepsOf(invoiceOf('1', lines))).toMatchObject([
      [
        {
          kind: 'order',
          total: 3_480,
          lines: [
            { sku: 'replay-test-80001A', quantity: 6, unitPrice: 255, total: 1_530, kind: 'goods' },
            { quantity: 2, unitPrice: 210, total: 420 },
            { quantity: 6, unitPrice: 255, total: 1_530 },
          ],
        },
      ],
    ]);
  });

  it('keeps prices of zero, and lines without stock as charges', () => {
    const codes = ['POST', 'DOT', 'M', 'D', 'C2', 'BANK CHARGES'];
    const { tasks, items } = plan(
      invoiceOf('1', [lineOf('80001', 1, 0), ...codes.map((code) => lineOf(code, 1, 18))]),
    );
    expect(tasks[0]?.steps).toMatchObject([
      {
        total: 10_800,
        lines: [{ kind: 'goods', total: 0 }, ...codes.map((sku) => ({ sku, kind: 'charge' }))],
      },
    ]);
    expect(items.map(({ sku }) => sku)).toEqual(['replay-test-80001']);
  });

  it('takes its negative quantities from the stock, and is no order when it has nothing else', () => {
    const [first, second] = stepsOf(
      invoiceOf('1', [lineOf('80001', 3, 1), { ...lineOf('80002', -10, 0), row: 17 }]),
      invoiceOf('2', [lineOf('80002', -1, 0)]),
    );
    expect(first).toMatchObject([
      { kind: 'order', total: 300 },
      { kind: 'adjustment', sku: 'replay-test-80002', delta: -10, reason: 'Invoice 1, row 17' },
    ]);
    expect(second).toMatchObject([{ kind: 'adjustment', delta: -1 }]);
  });

  it('rounds a price with a part of a penny once for the line, and counts such lines', () => {
    const { tasks, rounded } = plan(invoiceOf('1', [lineOf('80001', 3, 0.125), lineOf('80002', 3, 0.12)]));
    expect(tasks[0]?.steps).toMatchObject([
      { total: 74, lines: [{ unitPrice: 13, total: 38 }, { total: 36 }] },
    ]);
    expect(rounded).toBe(1);
  });
});

describe('a credited invoice', () => {
  const sale = invoiceOf('1', [lineOf('80002', 1, 5), lineOf('80001', 8, 2.55), lineOf('80001', 4, 2.1)]);

  it('is a refund of the line of the same customer, item and price', () => {
    expect(stepsOf(sale, invoiceOf('C2', [lineOf('80001', -4, 2.1)]))[1]).toEqual([
      {
        kind: 'refund',
        original: '1',
        reason: 'C2',
        total: 840,
        lines: [{ position: 2, sku: 'replay-test-80001', quantity: 4 }],
      },
    ]);
  });

  it.each([
    ['another customer', invoiceOf('C2', [lineOf('80001', -1, 2.55)], '200')],
    ['nobody', invoiceOf('C2', [lineOf('80001', -1, 2.55)], null)],
    ['another item', invoiceOf('C2', [lineOf('80003', -1, 2.55)])],
    ['another price', invoiceOf('C2', [lineOf('80001', -1, 2.54)])],
    ['what was given away', invoiceOf('C2', [lineOf('80001', -1, 0)])],
  ])('of %s is a credit note', (_, credited) => {
    const free = invoiceOf('0', [lineOf('80001', 1, 0)]);
    const anonymous = invoiceOf('9', [lineOf('80001', 9, 2.55)], null);
    expect(stepsOf(free, anonymous, sale, credited)[3]).toMatchObject([
      { kind: 'credit', lines: [{ quantity: 1 }] },
    ]);
  });

  it('is a credit note when it stands before its original', () => {
    expect(stepsOf(invoiceOf('C0', [lineOf('80001', -1, 2.55)]), sale)[0]).toMatchObject([
      { kind: 'credit', total: 255 },
    ]);
  });

  it('gives back no more than was sold and is not back yet; the rest is a credit note', () => {
    const [, first, second] = stepsOf(
      sale,
      invoiceOf('C2', [lineOf('80001', -5, 2.55)]),
      invoiceOf('C3', [lineOf('80001', -5, 2.55), lineOf('D', -1, 27.5)]),
    );
    expect(first).toMatchObject([{ kind: 'refund', total: 1_275, lines: [{ quantity: 5 }] }]);
    expect(second).toMatchObject([
      { kind: 'refund', total: 765, lines: [{ position: 1, quantity: 3 }] },
      {
        kind: 'credit',
        total: 3_260,
        lines: [
          { sku: 'replay-test-80001', quantity: 2, total: 510 },
          { sku: 'D', kind: 'charge', total: 2_750 },
        ],
      },
    ]);
  });

  it('is one refund of each order that it gives back of, each line of it named once', () => {
    const [, , steps] = stepsOf(
      sale,
      invoiceOf('2', [lineOf('80001', 6, 2.55)]),
      invoiceOf('C3', [lineOf('80001', -6, 2.55), lineOf('80001', -4, 2.55), lineOf('80002', -1, 5)]),
    );
    expect(steps).toMatchObject([
      {
        original: '1',
        total: 2_540,
        lines: [
          { position: 1, quantity: 8 },
          { position: 0, quantity: 1 },
        ],
      },
      { original: '2', total: 510, lines: [{ position: 0, quantity: 2 }] },
    ]);
  });

  it('is no refund where the original would give back another penny', () => {
    const half = invoiceOf('1', [lineOf('80001', 2, 0.125)]);
    const [, first, second] = stepsOf(
      half,
      invoiceOf('C2', [lineOf('80001', -1, 0.125)]),
      invoiceOf('C3', [lineOf('80001', -1, 0.125)]),
    );
    expect(first).toMatchObject([{ kind: 'refund', total: 13 }]);
    expect(second).toMatchObject([{ kind: 'credit', total: 13 }]);
  });
});

it('an item starts with all that leaves, and ends with what of it came back', () => {
  const { items } = plan(
    invoiceOf('C0', [lineOf('80003', -2, 1)]),
    invoiceOf('1', [lineOf('80001', 8, 2.55), lineOf('80001', 4, 2.6)]),
    invoiceOf('2', [lineOf('80001', -3, 0)]),
    invoiceOf('C3', [lineOf('80001', -5, 2.55), lineOf('80001', -1, 9)]),
  );
  expect(items).toEqual([
    { sku: 'replay-test-80003', title: 'A 80003', start: 0, end: 2, price: 100 },
    { sku: 'replay-test-80001', title: 'A 80001', start: 15, end: 6, price: 900 },
  ]);
});
