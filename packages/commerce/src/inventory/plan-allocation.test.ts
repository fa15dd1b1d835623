import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planAllocation } from './plan-allocation.ts';

const level = (stockItemId: string, onHand: number, changes: object = {}) => ({
  stockItemId,
  locationId: 'main',
  onHand,
  allocated: 0,
  backOrderLimit: 0,
  ...changes,
});
const single = (variantId: string, stockItemId: string, quantity = 1) => ({
  variantId,
  stockItemId,
  quantity,
});

describe('an allocation plan', () => {
  it('empties the first location before the second and back-orders last', () => {
    const plan = planAllocation(
      [{ variantId: 'v', quantity: 6 }],
      [single('v', 'rope')],
      [
        level('rope', 2, { locationId: 'first', backOrderLimit: 5 }),
        level('rope', 3, { locationId: 'second' }),
      ],
    );
    expect(plan).toMatchObject({
      kind: 'allocate',
      changes: [
        { locationId: 'first', allocatedDelta: 3 },
        { locationId: 'second', allocatedDelta: 3 },
      ],
    });
  });

  it('refuses a variant without stock instead of selling it', () => {
    expect(planAllocation([{ variantId: 'v', quantity: 1 }], [], [])).toEqual({
      kind: 'short',
      lines: [{ variantId: 'v', requested: 1, available: 0 }],
    });
  });

  it('takes exactly what was asked and never more than there is, for any shelves and any baskets', () => {
    const shelf = fc.record({
      stockItemId: fc.constantFrom('a', 'b', 'c'),
      locationId: fc.constantFrom('x', 'y'),
      onHand: fc.integer({ min: 0, max: 20 }),
      allocated: fc.integer({ min: 0, max: 10 }),
      backOrderLimit: fc.integer({ min: 10, max: 15 }),
    });
    const shelves = fc.uniqueArray(shelf, {
      selector: (s) => `${s.stockItemId}${s.locationId}`,
      maxLength: 6,
    });
    const basket = fc.uniqueArray(
      fc.record({
        variantId: fc.constantFrom('va', 'vb', 'bundle'),
        quantity: fc.integer({ min: 1, max: 15 }),
      }),
      { selector: (line) => line.variantId, minLength: 1 },
    );
    const components = [
      single('va', 'a'),
      single('vb', 'b'),
      single('bundle', 'a', 2),
      single('bundle', 'c'),
    ];
    fc.assert(
      fc.property(basket, shelves, (lines, levels) => {
        const plan = planAllocation(lines, components, levels);
        for (const item of ['a', 'b', 'c']) {
          const own = levels.filter((one) => one.stockItemId === item);
          const available = own.reduce(
            (sum, one) => sum + one.onHand + one.backOrderLimit - one.allocated,
            0,
          );
          const wanted = lines.reduce((sum, line) => {
            const part = components.find((c) => c.variantId === line.variantId && c.stockItemId === item);
            return sum + line.quantity * (part?.quantity ?? 0);
          }, 0);
          if (plan.kind === 'short') continue;
          expect(wanted).toBeLessThanOrEqual(available);
          const taken = plan.changes.filter((change) => change.stockItemId === item);
          expect(taken.reduce((sum, change) => sum + change.allocatedDelta, 0)).toBe(wanted);
          for (const change of taken) {
            const from = own.find((one) => one.locationId === change.locationId);
            const room = from ? from.onHand + from.backOrderLimit - from.allocated : 0;
            expect(change.allocatedDelta).toBeLessThanOrEqual(room);
          }
        }
      }),
    );
  });
});
