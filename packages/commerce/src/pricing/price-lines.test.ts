import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priceLine, sumOrder } from './price-lines.ts';

describe('tax', () => {
  it('that prices hold is taken out of them, rounded half-up', () => {
    const rule = { basisPoints: 1_800, taxIncluded: true };
    expect(priceLine(11_800, 1, rule)).toEqual({ subtotal: 11_800, net: 10_000, tax: 1_800, gross: 11_800 });
    expect(priceLine(3, 1, rule).tax).toBe(0);
    expect(priceLine(3, 1, { basisPoints: 2_000, taxIncluded: true }).tax).toBe(1);
  });

  it('on top of prices is rounded half-up once per line, not once per piece', () => {
    const rule = { basisPoints: 1_000, taxIncluded: false };
    expect(priceLine(5, 1, rule)).toEqual({ subtotal: 5, net: 5, tax: 1, gross: 6 });
    expect(priceLine(4, 3, rule)).toEqual({ subtotal: 12, net: 12, tax: 1, gross: 13 });
  });
});

describe('totals', () => {
  const line = fc.record({
    amount: fc.integer({ min: 0, max: 5_000_000_000 }),
    quantity: fc.integer({ min: 1, max: 9_999 }),
  });

  const order = fc.record({
    lines: fc.array(line, { minLength: 1, maxLength: 100 }),
    basisPoints: fc.integer({ min: 0, max: 3_000 }),
    taxIncluded: fc.boolean(),
    shipping: fc.integer({ min: 0, max: 10_000 }),
  });

  it('are sums of their lines to the last minor unit, with tax inside or on top', () => {
    fc.assert(
      fc.property(order, ({ lines, basisPoints, taxIncluded, shipping }) => {
        const rule = { basisPoints, taxIncluded };
        const priced = lines.map(({ amount, quantity }) => priceLine(amount, quantity, rule));
        const summed = sumOrder(priced, shipping, rule);
        const goods = priced.reduce((sum, one) => sum + BigInt(one.gross), 0n);
        const shippingGross = BigInt(shipping) + (taxIncluded ? 0n : BigInt(summed.shippingTax));
        expect(BigInt(summed.total)).toBe(goods + shippingGross);
        for (const { net, tax, gross } of priced) expect(net + tax).toBe(gross);
      }),
    );
  });
});
