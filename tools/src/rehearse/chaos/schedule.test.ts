import { expect, it } from 'vitest';
import { allPairs } from './faults.ts';
import { planFaults } from './schedule.ts';

const seeds = Array.from({ length: 50 }, (_, index) => index + 1);

it('follows from the seed alone', () => {
  for (const seed of seeds) {
    expect(planFaults({ seed, seconds: 15 })).toEqual(planFaults({ seed, seconds: 15 }));
  }
  const different = new Set(seeds.map((seed) => JSON.stringify(planFaults({ seed, seconds: 15 }))));
  expect(different.size).toBe(seeds.length);
});

it('does every fault to each of its parts in 50 runs', () => {
  const planned = seeds.flatMap((seed) => planFaults({ seed, seconds: 15 }));
  const missing = allPairs().filter(
    ({ kind, part }) => !planned.some((fault) => fault.kind === kind && fault.part === part),
  );
  expect(missing).toEqual([]);
});

it('has faults overlap, and a worker paused beyond the lock of its jobs', () => {
  const runs = seeds.map((seed) => planFaults({ seed, seconds: 15 }));
  const overlapping = runs.filter((faults) =>
    faults.some(({ afterMs, forMs }, index) => (faults[index + 1]?.afterMs ?? Infinity) < afterMs + forMs),
  );
  expect(overlapping.length).toBeGreaterThan(40);
  const pauses = runs.flat().filter(({ kind, part }) => kind === 'pause' && part === 'worker-1');
  expect(pauses.some(({ forMs }) => forMs > 20_000)).toBe(true);
  expect(pauses.some(({ forMs }) => forMs < 20_000)).toBe(true);
});

it('begins no fault before the rush or after its end, however short that is', () => {
  for (const seed of seeds) {
    const [first, ...more] = planFaults({ seed, seconds: 5 });
    expect(first?.afterMs).toBeGreaterThanOrEqual(1_000);
    expect(more.at(-1)?.afterMs ?? 0).toBeLessThan(5_000);
  }
});
