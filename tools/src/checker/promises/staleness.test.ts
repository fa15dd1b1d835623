import { expect, it } from 'vitest';
import { itFinds } from '../testing-findings.ts';
import { seeInList, seePage, setPrice, setStock } from '../testing-offers.ts';
import { TestWorld, UNKNOWN } from '../testing-world.ts';

/** The middle of a world's time, in ms: one call may be said to come so long after another. */
const NOON = 1_800_000_500_000;
const WRITTEN = { from: NOON - 50, to: NOON };
const SOON = { from: NOON + 1_000 };
const LATE = { from: NOON + 1_001 };

function addFault(world: TestWorld, fault: { kind: string; part: string }, from: number): void {
  world.entries.push({ type: 'fault', ...fault, from, to: from + 1_000, ordersInFlight: 0 });
}

function breakPart(world: TestWorld, part: string, from: number): void {
  addFault(world, { kind: 'kill', part }, from);
}

itFinds('staleness', [
  [
    'a price on a page that was changed more than a second before',
    (world) => {
      setPrice(world, 900, WRITTEN);
      seePage(world, { amount: 1_000 }, LATE);
    },
    'was set to 900 in call 1, and 1000 was shown to who asked 1001 ms after its answer (call 2).',
    ['catalog.admin.setPrice', 'catalog.product'],
  ],
  [
    'a price in a list of the change before the last',
    (world) => {
      seePage(world, { amount: 1_000 });
      setPrice(world, 900);
      setPrice(world, 800, WRITTEN);
      seeInList(world, { amount: 900 }, LATE);
    },
    'was set to 800 in call 3, and 900 was shown to who asked 1001 ms',
    ['catalog.admin.setPrice', 'catalog.list'],
  ],
  [
    'a product that is for sale in a search when it is sold out',
    (world) => {
      seePage(world, { amount: 1_000 });
      setStock(world, 0, WRITTEN);
      seeInList(world, { amount: 1_000 }, { ...LATE, procedure: 'catalog.search' });
    },
    'was set to sold out in call 2, and for sale was shown',
    ['inventory.adjust', 'catalog.search'],
  ],
  [
    'what is old and says so while the primary is there, as two things',
    (world) => {
      setPrice(world, 900, WRITTEN);
      seePage(world, { amount: 900 }, { ...LATE, cache: 'stale' });
    },
    'Call 2 was answered by what is marked stale, while the primary was there.',
    ['catalog.product'],
  ],
  [
    'what is old while the primary is gone and does not say so',
    (world) => {
      breakPart(world, 'postgres', NOON + 500);
      setPrice(world, 900, WRITTEN);
      seePage(world, { amount: 1_000 }, { ...LATE, cache: 'hit' });
    },
    'was set to 900 in call 1, and 1000 was shown',
    ['catalog.admin.setPrice', 'catalog.product'],
  ],
]);

it('old and marked so is found twice when only another part was gone', () => {
  const world = new TestWorld();
  breakPart(world, 'redis-cache', NOON + 500);
  setPrice(world, 900, WRITTEN);
  seePage(world, { amount: 1_000 }, { ...LATE, cache: 'stale' });
  expect(world.findings('staleness')).toHaveLength(2);
});

it.each<[string, (world: TestWorld) => void]>([
  [
    'an old price within a second',
    (world) => {
      setPrice(world, 900, WRITTEN);
      seePage(world, { amount: 1_000 }, SOON);
    },
  ],
  [
    'an old price that is marked stale while the primary is gone',
    (world) => {
      breakPart(world, 'postgres', NOON + 500);
      setPrice(world, 900, WRITTEN);
      seePage(world, { amount: 1_000 }, { ...LATE, cache: 'stale' });
    },
  ],
  [
    'an old price that is marked stale by a process that was told of no change',
    (world) => {
      addFault(world, { kind: 'deafen', part: 'api-1' }, NOON + 500);
      setPrice(world, 900, WRITTEN);
      seePage(world, { amount: 1_000 }, { ...LATE, cache: 'stale' });
    },
  ],
  [
    'a price whose change nobody has acknowledged',
    (world) => {
      setPrice(world, 900, { ...WRITTEN, answer: UNKNOWN });
      seePage(world, { amount: 1_000 }, LATE);
    },
  ],
  [
    'a price of a change that was lost and comes late',
    (world) => {
      setPrice(world, 900, { ...WRITTEN, answer: UNKNOWN });
      setPrice(world, 800, WRITTEN);
      seePage(world, { amount: 900 }, LATE);
    },
  ],
  [
    'a price that was being set as it was read',
    (world) => {
      setPrice(world, 900, WRITTEN);
      setPrice(world, 800, { from: NOON + 1_005, to: NOON + 2_000 });
      seePage(world, { amount: 800 }, { from: NOON + 1_001, to: NOON + 1_010 });
    },
  ],
  [
    'a price that somebody sets anew to what it was before',
    (world) => {
      setPrice(world, 900);
      setPrice(world, 800);
      setPrice(world, 900, WRITTEN);
      seePage(world, { amount: 900 }, LATE);
    },
  ],
  [
    'the list price of a product with other variants',
    (world) => {
      setPrice(world, 900, WRITTEN);
      seeInList(world, { amount: 700 }, LATE);
    },
  ],
])('nothing is stale about %s', (_, make) => {
  const world = new TestWorld();
  make(world);
  expect(world.findings('staleness')).toEqual([]);
});

it('only looks that a change had reached are counted as looked at', () => {
  const world = new TestWorld();
  setPrice(world, 900, WRITTEN);
  seePage(world, { amount: 1_000 }, SOON);
  expect(world.verdict().examined.staleness).toBe(0);
  seePage(world, { amount: 900 }, LATE);
  expect(world.verdict().examined.staleness).toBe(1);
});

it('where shoppers buy, only the prices tell how old an answer is: they may have taken the last piece', () => {
  const world = new TestWorld();
  world.sale();
  setStock(world, 0, WRITTEN);
  seePage(world, { amount: 1_000 }, LATE);
  expect(world.verdict().examined.staleness).toBe(0);
});
