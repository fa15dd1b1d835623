import { expect, it } from 'vitest';
import { planReadFaults } from './faults.ts';

const pairsOf = (seed: number, primary = false) =>
  planReadFaults({ seed, seconds: 60, primary }).map(({ kind, part }) => `${kind} ${part}`);

it('what happens to the shop follows from the seed, and every kind comes before one comes again', () => {
  expect(pairsOf(1)).toEqual(pairsOf(1));
  expect(pairsOf(1)).not.toEqual(pairsOf(2));
  const ofCycles = (seed: number) =>
    [pairsOf(seed).slice(0, 8), pairsOf(seed).slice(8, 16)].map((one) => one.toSorted());
  expect(ofCycles(1)).toEqual(ofCycles(2));
  for (const cycle of ofCycles(1)) expect(new Set(cycle).size).toBe(8);
});

it('each API process is killed in its turn, and the other one only paused and deafened', () => {
  const ofApi = pairsOf(1).filter((pair) => pair.includes('api'));
  expect(ofApi.slice(0, 3).toSorted()).toEqual(['deafen api-2', 'kill api-1', 'pause api-2']);
  expect(ofApi.slice(3, 6).toSorted()).toEqual(['deafen api-1', 'kill api-2', 'pause api-1']);
});

it('the primary is left alone unless it is asked for', () => {
  expect(pairsOf(1)).not.toContain('kill postgres');
  expect(pairsOf(1, true)).toContain('kill postgres');
});

it('nothing begins in the last seconds, so that the shop is itself again at the end', () => {
  const faults = planReadFaults({ seed: 1, seconds: 20, primary: true });
  expect(Math.max(...faults.map(({ afterMs }) => afterMs))).toBeLessThanOrEqual(17_000);
});
