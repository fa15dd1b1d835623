import { expect, it } from 'vitest';
import { chooseReplica } from './choose-replica.ts';

const replica = (name: string, readsUnderWay: number, lagMs = 0) => ({
  name,
  load: { readsUnderWay, lagMs },
});

/** Draws what is given, one after the other. */
function drawing(...numbers: number[]): () => number {
  return () => numbers.shift() ?? 0;
}

it('of no replica none is chosen, of one that one, however loaded', () => {
  expect(chooseReplica([])).toBeUndefined();
  expect(chooseReplica([replica('only', 50)])?.name).toBe('only');
});

it('of two that were drawn the one with fewer reads under way is chosen, whichever was first', () => {
  const [busy, idle] = [replica('busy', 5), replica('idle', 1)];
  expect(chooseReplica([busy, idle])?.name).toBe('idle');
  expect(chooseReplica([idle, busy])?.name).toBe('idle');
});

it('one that lags is chosen when the fresh one has more than its share to do', () => {
  const late = replica('late', 0, 1_000);
  expect(chooseReplica([late, replica('fresh', 0)])?.name).toBe('fresh');
  expect(chooseReplica([late, replica('fresh', 2)])?.name).toBe('late');
});

it('of many alike each is chosen, so that not all readers of a moment run to the same one', () => {
  const many = ['a', 'b', 'c'].map((name) => replica(name, 0));
  const chosen = [0, 0.4, 0.9].map((first) => chooseReplica(many, drawing(first, 0))?.name);
  expect(chosen).toEqual(['a', 'b', 'c']);
});
