import { describe, expect, it } from 'vitest';
import { parseDecimal, shareHalfUp } from './money.ts';

describe('a share of an amount', () => {
  it('is rounded half away from zero', () => {
    expect(shareHalfUp(5, 1, 2)).toBe(3);
    expect(shareHalfUp(-5, 1, 2)).toBe(-3);
    expect(shareHalfUp(4, 1, 3)).toBe(1);
  });

  it('is exact where a float would not be', () => {
    expect(shareHalfUp(4_999_999_999_999_999, 10_000, 10_000)).toBe(4_999_999_999_999_999);
  });
});

describe('a price in a file', () => {
  it('is read into minor units without a float in between', () => {
    expect(parseDecimal('19.90', 'USD')).toBe(1_990);
    expect(parseDecimal('1.1', 'EUR')).toBe(110);
    expect(parseDecimal('50', 'ILS')).toBe(5_000);
    expect(parseDecimal('50', 'JPY')).toBe(50);
    expect(parseDecimal('1.2340', 'KWD')).toBe(1_234);
    expect(parseDecimal('-0', 'USD')).toBe(0);
  });

  it('is refused when it is no plain decimal or finer than its currency', () => {
    for (const text of ['', 'free', '1,50', '1.234', '1e3', '0x10', ' ', '$5', '1.', 'NaN']) {
      expect(parseDecimal(text, 'USD'), text).toBeNull();
    }
    expect(parseDecimal('1.5', 'JPY')).toBeNull();
  });
});
