import { describe, expect, test } from 'vitest';
import { writeDecimal } from '../market/write-decimal.ts';
import { isBigStep, readPriceForm } from './price-form.ts';

describe('a price that is written in major units', () => {
  test('reaches the API in minor units of its currency, exactly', () => {
    expect(readPriceForm({ price: '19.90', compareAt: '' }, 'USD')).toEqual({
      change: { amount: 1990, compareAt: null },
    });
    expect(readPriceForm({ price: '1990', compareAt: '2500' }, 'JPY')).toEqual({
      change: { amount: 1990, compareAt: 2500 },
    });
    expect(readPriceForm({ price: '0', compareAt: ' ' }, 'USD')).toEqual({
      change: { amount: 0, compareAt: null },
    });
  });

  test('is written into the field as it is read out of it', () => {
    for (const [amount, currency] of [
      [5, 'USD'],
      [12_990, 'USD'],
      [0, 'USD'],
      [1990, 'JPY'],
      [1, 'KWD'],
    ] as const) {
      const fields = { price: writeDecimal(amount, currency), compareAt: '' };
      expect(readPriceForm(fields, currency)).toEqual({ change: { amount, compareAt: null } });
    }
  });

  test.each(['', 'abc', '19,90', '1.999', '1e3', '-1', '50000000.01'])('is refused in words: %s', (price) => {
    expect(readPriceForm({ price, compareAt: '' }, 'USD')).toEqual({
      errors: { price: expect.stringMatching(/\.$/) },
    });
  });

  test('is not a former price unless it is above the price', () => {
    expect(readPriceForm({ price: '10', compareAt: '10' }, 'USD')).toEqual({
      errors: { compareAt: expect.stringContaining('above the price') },
    });
  });
});

test('a step is big beyond the double and the half', () => {
  expect([isBigStep(100, 200), isBigStep(100, 201), isBigStep(100, 50), isBigStep(100, 49)]).toEqual([
    false,
    true,
    false,
    true,
  ]);
  expect(isBigStep(0, 100)).toBe(false);
});
