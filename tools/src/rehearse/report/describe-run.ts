import { stripVTControlCharacters, styleText } from 'node:util';
import type { Verdict } from '../../checker/verdict.ts';
import { clock, count, duration } from './figures.ts';
import { callsOf, type Summary } from './summary.ts';
import { headline, type PromiseState, promiseStates } from './verdict-sections.ts';

const FINDINGS_SHOWN = 5;
const MARKS = { broken: 'broke', 'not tried': 'not tried', held: 'held' } satisfies Record<
  PromiseState['state'],
  string
>;

/** For a terminal: the verdict, the promises, the calls, the faults. In colour where `out` is a terminal that has any. */
export function describeRun(summary: Summary, verdict: Verdict, out: NodeJS.WriteStream): string {
  const isBroken = verdict.findings.length > 0;
  const paint = (style: 'bold' | 'red' | 'dim', text: string) => styleText(style, text, { stream: out });
  const { rehearsal, seed, from, to } = summary;
  return [
    '',
    paint(
      isBroken ? 'red' : 'bold',
      `${headline(verdict)} (${rehearsal}, seed ${seed}, ${clock((to - from) / 1_000)})`,
    ),
    '',
    ...describePromises(verdict, (line) => paint('red', line)),
    ...describeFindings(verdict),
    '',
    ...describeCounts(summary),
    '',
    ...describeProcedures(summary, (line) => paint('dim', line)),
    '',
  ].join('\n');
}

function describePromises(verdict: Verdict, warn: (line: string) => string): string[] {
  return promiseStates(verdict).map(({ state, promise, examined }) => {
    const line = `  ${MARKS[state].padEnd(10)} ${promise.padEnd(68)} ${count(examined).padStart(9)} examined`;
    return state === 'broken' ? warn(line) : line;
  });
}

function describeFindings({ findings }: Verdict): string[] {
  if (findings.length === 0) return [];
  const left = findings.length - FINDINGS_SHOWN;
  return [
    '',
    ...findings.slice(0, FINDINGS_SHOWN).map(({ what }) => `  ${stripVTControlCharacters(what)}`),
    ...(left > 0 ? [`  … and ${count(left)} more`] : []),
  ];
}

function describeCounts({ calls, orders, latency, faults }: Summary): string[] {
  const kinds = Map.groupBy(faults, ({ kind }) => kind);
  const byKind = [...kinds].map(([kind, all]) => `${kind} ${all.length}`).sort();
  return [
    `  calls      ${count(callsOf(calls))}: ${count(calls.ok)} ok, ${count(calls.refused)} refused, ${count(calls.unknown)} without an answer`,
    `  orders     ${count(orders.placed)} acknowledged, ${count(orders.repeated)} of them again, ${count(orders.refused)} refused, ${count(orders.unknown)} without an answer`,
    `  latency    p50 ${duration(latency?.p50)}, p95 ${duration(latency?.p95)}, p99 ${duration(latency?.p99)}`,
    `  faults     ${faults.length === 0 ? 'none' : `${count(faults.length)}: ${byKind.join(', ')}`}`,
  ];
}

function describeProcedures({ procedures }: Summary, head: (line: string) => string): string[] {
  const width = Math.max(10, ...procedures.map(({ procedure }) => procedure.length));
  const row = (name: string, cells: string[]) =>
    `  ${name.padEnd(width)}${cells.map((cell) => cell.padStart(10)).join('')}`;
  return [
    head(row('procedure', ['calls', 'refused', 'unknown', 'p50', 'p99', 'longest'])),
    ...procedures.map(({ procedure, calls, latency, max }) =>
      row(procedure, [
        ...[callsOf(calls), calls.refused, calls.unknown].map(count),
        ...[latency?.p50, latency?.p99, max].map(duration),
      ]),
    ),
  ];
}
