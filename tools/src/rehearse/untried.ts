import { PROMISES, type PromiseName, type Verdict } from '../checker/verdict.ts';

/** Promises of which nothing was looked at in any of the rehearsals: they were not kept, they were not tried. */
export function untriedIn(verdicts: Verdict[]): PromiseName[] {
  const names = Object.keys(PROMISES) as PromiseName[];
  return names.filter((name) => verdicts.every(({ examined }) => examined[name] === 0));
}

/** For a person, of at least one. */
export function describeUntried(untried: PromiseName[]): string {
  return [
    'This proves less than it should. Nothing was there by which to try:',
    ...untried.map((name) => `  ${PROMISES[name]}`),
    'Let more shoppers come, or for longer.',
  ].join('\n');
}
