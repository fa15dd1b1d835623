import { describe, expect, test } from 'vitest';
import { onHandAfter, readStockForm, splitAvailable } from './stock-form.ts';

describe('a change of stock', () => {
  test('is a count to set or a difference, with its reason', () => {
    expect(readStockForm({ mode: 'set', pieces: '0', reason: 'Count' })).toEqual({
      change: { setTo: 0, reason: 'Count' },
    });
    expect(readStockForm({ mode: 'add', pieces: ' 12 ', reason: ' Delivery ' })).toEqual({
      change: { delta: 12, reason: 'Delivery' },
    });
    expect(readStockForm({ mode: 'take', pieces: '3', reason: 'Damaged' })).toEqual({
      change: { delta: -3, reason: 'Damaged' },
    });
  });

  test.each(['', '1.5', '-1', '1e3', '1000000001'])('needs a whole number of pieces: %s', (pieces) => {
    expect(readStockForm({ mode: 'set', pieces, reason: 'Count' })).toEqual({
      errors: { pieces: expect.stringMatching(/\.$/) },
    });
  });

  test('names all that is missing at once', () => {
    expect(readStockForm({ mode: 'add', pieces: '0', reason: ' ' })).toEqual({
      errors: { pieces: expect.any(String), reason: expect.any(String) },
    });
  });

  test('shows what would be on hand before it is sent', () => {
    const reason = '';
    expect(onHandAfter({ mode: 'set', pieces: '7', reason }, 10)).toBe(7);
    expect(onHandAfter({ mode: 'add', pieces: '7', reason }, 10)).toBe(17);
    expect(onHandAfter({ mode: 'take', pieces: '11', reason }, 10)).toBe(-1);
    expect(onHandAfter({ mode: 'take', pieces: 'x', reason }, 10)).toBeNull();
  });
});

test('what is sold beyond the stock is told apart from what is there', () => {
  expect(splitAvailable({ onHand: 16, allocated: 4, available: 12 })).toEqual({ free: 12, onOrder: 0 });
  expect(splitAvailable({ onHand: 16, allocated: 4, available: 1012 })).toEqual({ free: 12, onOrder: 1000 });
  expect(splitAvailable({ onHand: 2, allocated: 5, available: 7 })).toEqual({ free: 0, onOrder: 7 });
});
