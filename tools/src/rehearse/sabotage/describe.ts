import type { Finding } from '../../checker/verdict.ts';
import type { SabotageOutcome } from './try-sabotage.ts';

/** Whether the checker has seen the promise broken that the sabotage breaks. */
export function isCaught(outcome: SabotageOutcome): boolean {
  return findCatch(outcome) !== undefined;
}

/** One line for a person. */
export function describeOutcome(outcome: SabotageOutcome): string {
  const { sabotage, runs, findings } = outcome;
  const found = findCatch(outcome);
  const name = sabotage.name.padEnd(22);
  const after = `after ${runs} ${runs === 1 ? 'run' : 'runs'}`;
  if (found) return `  ${name} caught ${after}: ${found.what}`;
  const other = findings[0];
  return `  ${name} NOT caught ${after}${other ? `, but another promise was broken: ${other.what}` : ''}`;
}

function findCatch({ sabotage, findings }: SabotageOutcome): Finding | undefined {
  return findings.find(({ promise }) => sabotage.promises.includes(promise));
}
