import { expect, it } from 'vitest';
import { TestWorld } from './testing-world.ts';
import type { Finding, PromiseName } from './verdict.ts';

/** What is wrong; how a world becomes so; what is said of it, or a part of that; the calls and rows that show it. */
export type Wrong = [string, (world: TestWorld) => void, string, string[]];

/** A test for each way in which a promise can be broken: exactly that is found, with the shortest evidence. */
export function itFinds(promise: PromiseName, wrong: Wrong[]): void {
  it.each(wrong)(`${promise}: %s`, (...[, make, what, evidence]) => {
    const world = new TestWorld();
    make(world);
    const found = world.findings(promise).map((finding) => ({
      what: finding.what,
      evidence: evidenceOf(finding),
    }));
    expect(found).toEqual([{ what: expect.stringContaining(what), evidence }]);
  });
}

/** A test for each world that looks wrong at first sight, and is right. */
export function itFindsNothing(right: [string, (world: TestWorld) => void][]): void {
  it.each(right)('nothing is found wrong with %s', (_, make) => {
    const world = new TestWorld();
    world.sale();
    world.declinedSale();
    world.cancelledSale();
    make(world);
    expect(world.findings()).toEqual([]);
  });
}

/** Procedures of calls, tables of rows. */
function evidenceOf({ evidence }: Finding): string[] {
  return evidence.map((one) => {
    if (one.type === 'row') return one.table;
    return one.type === 'call' ? one.procedure : one.type;
  });
}
