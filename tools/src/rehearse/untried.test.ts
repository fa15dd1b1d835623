import { expect, it } from 'vitest';
import { PROMISES, type PromiseName, type Verdict } from '../checker/verdict.ts';
import { describeUntried, untriedIn } from './untried.ts';

/** Everything was looked at once, but these. */
function verdictWithout(...untried: PromiseName[]): Verdict {
  const counts = Object.keys(PROMISES).map((name) => [name, untried.includes(name as PromiseName) ? 0 : 1]);
  return { examined: Object.fromEntries(counts) as Verdict['examined'], findings: [] };
}

it('a promise is tried when one of the rehearsals has looked at something of it', () => {
  expect(untriedIn([verdictWithout('answers', 'ends'), verdictWithout('ends', 'stock')])).toEqual(['ends']);
  expect(untriedIn([verdictWithout('ends'), verdictWithout()])).toEqual([]);
});

it('where nothing was rehearsed nothing was tried', () => {
  expect(untriedIn([])).toEqual(Object.keys(PROMISES));
});

it('what was not tried is said in the words of its promise', () => {
  expect(describeUntried(['ends', 'answers'])).toContain(`  ${PROMISES.ends}\n`);
});
