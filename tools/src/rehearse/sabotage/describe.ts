import type { SabotageOutcome } from './try-sabotage.ts';

/** One line for a person, and one more when something else was seen broken than what was asked for. */
export function describeOutcome({ sabotage, runs, caught, others }: SabotageOutcome): string {
  const after = `after ${runs} ${runs === 1 ? 'run' : 'runs'}`;
  const verdict = caught ? `caught ${after}: ${caught.what}` : `NOT caught ${after}.`;
  const lines = [`  ${sabotage.name.padEnd(22)} ${verdict}`];
  const [other] = others;
  if (other)
    lines.push(`  ${''.padEnd(22)} ${others.length} findings of other promises; the first: ${other.what}`);
  return lines.join('\n');
}
