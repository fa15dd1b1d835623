/**
 * One line of the doctor's: `fault` is what `npm start` would not work with, `note` what a person may like to know.
 * `type` is what to type about it.
 */
export type Finding = { state: 'ok' | 'note' | 'fault'; thing: string; words: string; type?: string };

/** The same columns as those of tools/look-at-machine.mjs, which prints before this can run. */
export function printFinding({ state, thing, words, type }: Finding): void {
  console.log(`  ${state.padEnd(7)}${thing.padEnd(14)}${words}`);
  if (type) console.log(`${' '.repeat(23)}type: ${type}`);
}
