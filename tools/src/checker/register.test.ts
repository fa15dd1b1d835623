import fc from 'fast-check';
import { expect, it } from 'vitest';
import { possibleValues, type Step } from './register.ts';

const number = fc.integer({ min: -3, max: 9 });
const step: fc.Arbitrary<Step> = fc.oneof(fc.record({ set: number }), fc.record({ add: number }));

function apply(value: number, one: Step): number {
  return 'set' in one ? one.set : value + one.add;
}

/** What a number is after each choice and each order of the steps, tried one by one; all of `must` are among them. */
function tryAll(start: number, steps: Step[], must: Step[]): Set<number> {
  const values = new Set(must.length === 0 ? [start] : []);
  for (const next of [...steps, ...must]) {
    const rest = (of: Step[]) => of.filter((one) => one !== next);
    for (const value of tryAll(apply(start, next), rest(steps), rest(must))) values.add(value);
  }
  return values;
}

it('what a number may be is what comes out of all choices and orders of its steps', () => {
  fc.assert(
    fc.property(
      number,
      fc.array(step, { maxLength: 4 }),
      fc.option(step, { nil: undefined }),
      (start, steps, own) => {
        expect(possibleValues(start, steps, own)).toEqual(tryAll(start, steps, own ? [own] : []));
      },
    ),
  );
});
