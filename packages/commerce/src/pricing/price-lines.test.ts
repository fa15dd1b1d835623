import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priceLine, sumOrder } from './price-lines.ts';

describe('tax', () => {
  it('that prices hold is taken out of them, rounded half-up', () => {
    const rule = { basisPoints: 1_800, taxIncluded: true };
    expect(priceLine(11_800, 1, rule)).toEqual({ subtotal: 11_800, net: 10_000, tax: 1_800, gross: 11_800 });
    // 295 x 18 / 118 = 45 exactly; 3 x 18 / 118 = 0.457...; 59 / 2 x ... = 4.5 rounds up.
    expect(priceLine(3, 1, rule).tax).toBe(0);
    expect(priceLine(59, 1, { basisPoints: 1_800, taxIncluded: true }).tax).toBe(9);
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

  it('are sums of their lines to the last minor unit, with tax inside or on top', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 100 }),
        fc.integer({ min: 0, max: 3_000 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 10_000 }),
        (lines, basisPoints, taxIncluded, shipping) => {
          const rule = { basisPoints, taxIncluded };
          const priced = lines.map(({ amount, quantity }) => priceLine(amount, quantity, rule));
          const order = sumOrder(priced, shipping, rule);
          const gross = priced.reduce((sum, { gross }) => sum + BigInt(gross), 0n);
          const shippingGross = BigInt(shipping) + (taxIncluded ? 0n : BigInt(order.shippingTax));
          expect(BigInt(order.total)).toBe(gross + shippingGross);
          for (const { net, tax, gross } of priced) expect(net + tax).toBe(gross);
        },
      ),
    );
  });
});
