import { type Finding, PROMISES, type PromiseName, type Verdict } from './verdict.ts';

const MOST_FINDINGS = 5;
const MOST_EVIDENCE = 12;
const LONGEST_LINE = 400;

/** Prints a verdict line by line: each promise with how much was looked at, then what was found, with its evidence. */
export function printVerdict({ examined, findings }: Verdict, print: (line: string) => void): void {
  const found = Map.groupBy(findings, ({ promise }) => promise);
  const names = Object.keys(PROMISES) as PromiseName[];
  for (const name of names) print(summarise(name, examined[name], found.get(name) ?? []));
  for (const name of names) printFindings(found.get(name) ?? [], print);
}

function summarise(name: PromiseName, examined: number, findings: Finding[]): string {
  const broken = findings.length === 1 ? 'BROKEN once' : `BROKEN ${findings.length} times`;
  const state = examined === 0 ? 'not tried' : findings.length === 0 ? 'kept' : broken;
  return `${PROMISES[name].padEnd(58)} ${String(examined).padStart(8)} looked at   ${state}`;
}

function printFindings(findings: Finding[], print: (line: string) => void): void {
  for (const { promise, what, evidence } of findings.slice(0, MOST_FINDINGS)) {
    print('');
    print(`${promise}: ${what}`);
    for (const one of evidence.slice(0, MOST_EVIDENCE)) print(`    ${shorten(JSON.stringify(one))}`);
    if (evidence.length > MOST_EVIDENCE) print(`    and ${evidence.length - MOST_EVIDENCE} more`);
  }
  if (findings.length > MOST_FINDINGS) print(`and ${findings.length - MOST_FINDINGS} more`);
}

function shorten(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}...` : line;
}
