import { describe, expect, test } from 'vitest';
import { isNoChange, readSellingForm } from './selling-form.ts';

const before = { backOrderLimit: 2, lowStockLevel: 5 };
const fields = { backOrderLimit: '2', lowStockLevel: '5', reason: 'Made to order' };

describe('a change of what is sold beyond the stock', () => {
  test('names only what is another than before, so that nothing else is undone', () => {
    expect(readSellingForm({ ...fields, backOrderLimit: ' 40 ' }, before)).toEqual({
      change: { backOrderLimit: 40, reason: 'Made to order' },
    });
    expect(readSellingForm({ ...fields, lowStockLevel: '0', reason: ' Slow ' }, before)).toEqual({
      change: { lowStockLevel: 0, reason: 'Slow' },
    });
  });

  test('is none when both are as they were', () => {
    const isNone = [fields, { ...fields, backOrderLimit: '0' }, { ...fields, lowStockLevel: '6' }].map(
      (each) => {
        const reading = readSellingForm(each, before);
        return 'change' in reading && isNoChange(reading.change);
      },
    );
    expect(isNone).toEqual([true, false, false]);
  });

  test.each(['', '1.5', '-1', '1e3', '1000000001'])('needs whole numbers of pieces: %s', (number) => {
    expect(readSellingForm({ ...fields, backOrderLimit: number, lowStockLevel: number }, before)).toEqual({
      errors: { backOrderLimit: expect.stringMatching(/\.$/), lowStockLevel: expect.stringMatching(/\.$/) },
    });
  });

  test('names all that is missing at once', () => {
    expect(readSellingForm({ backOrderLimit: '', lowStockLevel: '', reason: ' ' }, before)).toEqual({
      errors: {
        backOrderLimit: expect.any(String),
        lowStockLevel: expect.any(String),
        reason: expect.any(String),
      },
    });
  });
});
