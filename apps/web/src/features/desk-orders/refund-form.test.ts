import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { describe, expect, test } from 'vitest';
import {
  chosenPieces,
  type RefundFields,
  readAmount,
  readRefundForm,
  refundComesTo,
  splitPieces,
} from './refund-form.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });

/** Three ropes for 10.00 together, one sent, and two lamps, of which one came back. 25.00 can go back. */
const ORDER = {
  lines: [
    {
      id: 'rope',
      quantity: 3,
      gross: usd(1_000),
      fulfilledQuantity: 1,
      cancelledQuantity: 0,
      returnedQuantity: 0,
    },
    {
      id: 'lamp',
      quantity: 2,
      gross: usd(2_000),
      fulfilledQuantity: 2,
      cancelledQuantity: 0,
      returnedQuantity: 1,
    },
  ],
  actions: { cancel: false, fulfil: true, deliver: false, refundable: usd(2_500) },
} as AdminOrder;
const FIELDS: RefundFields = { mode: 'rest', amount: '', pieces: {}, restock: true, reason: ' torn ' };

describe('an amount as a person types it', () => {
  test.each([
    ['19.9', 1_990],
    ['$12.50', 1_250],
    [' 25 ', 2_500],
  ])('%s is read', (text, amount) => {
    expect(readAmount(text, usd(2_500))).toBe(amount);
  });

  test('may be grouped by thousands', () => {
    expect(readAmount('1,250.50', usd(999_999))).toBe(125_050);
  });

  test.each(['12,50', '€12', '1.999', 'ten', ''])('%s is asked for again, not guessed', (text) => {
    expect(readAmount(text, usd(999_999))).toBe('Write a number such as 19.90.');
  });

  test('is more than nothing, and not above what can go back', () => {
    expect(readAmount('0', usd(2_500))).toBe('It must be more than zero.');
    expect(readAmount('-1', usd(2_500))).toBe('It must be more than zero.');
    expect(readAmount('25.01', usd(2_500))).toBe('At most $25.00 can be given back.');
  });

  test('has no digits that its currency has not', () => {
    expect(readAmount('12.50', { amount: 9_999, currency: 'JPY' })).toBe('Write a number such as 1990.');
  });
});

describe('the form of a refund', () => {
  test('asks for all that is left, for an amount without goods, or for pieces', () => {
    expect(readRefundForm(FIELDS, ORDER)).toEqual({ refund: { reason: 'torn', restock: true } });
    expect(readRefundForm({ ...FIELDS, mode: 'amount', amount: '5' }, ORDER)).toEqual({
      refund: { reason: 'torn', amount: 500, restock: false },
    });
    expect(readRefundForm({ ...FIELDS, mode: 'lines', pieces: { rope: '2', lamp: '' } }, ORDER)).toEqual({
      refund: { reason: 'torn', lines: [{ lineId: 'rope', quantity: 2 }], restock: true },
    });
  });

  test('says of each field what is wrong with it', () => {
    const nothing = { ...FIELDS, reason: ' ', mode: 'lines' as const };
    expect(readRefundForm(nothing, ORDER)).toEqual({
      errors: {
        reason: 'Say why: it is kept with the refund.',
        pieces: { lines: {}, none: 'Choose at least one piece.' },
      },
    });
    expect(readRefundForm({ ...nothing, pieces: { rope: '4', lamp: 'x' } }, ORDER)).toMatchObject({
      errors: { pieces: { lines: { rope: 'There are only 3.', lamp: 'Write a whole number of pieces.' } } },
    });
  });

  test('gives no piece back twice', () => {
    expect(readRefundForm({ ...FIELDS, mode: 'lines', pieces: { lamp: '2' } }, ORDER)).toMatchObject({
      errors: { pieces: { lines: { lamp: 'There is only 1.' } } },
    });
  });
});

describe('what a refund comes to', () => {
  const base = { reason: 'torn', restock: false };
  const price = (lineId: string, quantity: number, order = ORDER) =>
    refundComesTo({ ...base, lines: [{ lineId, quantity }] }, order);

  test('is the share of the pieces in their line', () => {
    expect(price('rope', 2)).toEqual(usd(667));
    expect(price('lamp', 1)).toEqual(usd(1_000));
  });

  test('comes to the whole price, however a line is divided', () => {
    const [rope] = ORDER.lines;
    const after = (cancelledQuantity: number) =>
      ({ ...ORDER, lines: [{ ...rope, cancelledQuantity }] }) as AdminOrder;
    const parts = [0, 1, 2].map((before) => price('rope', 1, after(before)).amount);
    expect(parts).toEqual([333, 334, 333]);
  });

  test('is the amount, or all that is left', () => {
    expect(refundComesTo({ ...base, amount: 500 }, ORDER)).toEqual(usd(500));
    expect(refundComesTo(base, ORDER)).toEqual(usd(2_500));
  });
});

describe('the pieces of a refund', () => {
  test('have not left, or had: those that have not are taken first', () => {
    const split = (fields: Partial<RefundFields>) =>
      splitPieces(chosenPieces({ ...FIELDS, ...fields }, ORDER), ORDER);
    expect(split({ mode: 'rest' })).toEqual({ unsent: 2, left: 2 });
    expect(split({ mode: 'lines', pieces: { rope: '2' } })).toEqual({ unsent: 2, left: 0 });
    expect(split({ mode: 'lines', pieces: { rope: '3', lamp: '1' } })).toEqual({ unsent: 2, left: 2 });
    expect(split({ mode: 'amount' })).toEqual({ unsent: 0, left: 0 });
  });
});
