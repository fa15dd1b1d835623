/**
 * One line of the doctor's: `fault` is what `npm start` would not work with, `note` what a person may like to know.
 * `type` is what to type about it.
 */
export type Finding = { state: 'ok' | 'note' | 'fault'; thing: string; words: string; type?: string };

export function printFinding(finding: Finding): void;
