import { PROMISES, type PromiseName } from '../../checker/verdict.ts';
import { allPairs, type ChaosKind, FAULTS } from './faults.ts';
import type { RunOutcome } from './run.ts';

/** One line of a run, and one for each fault that it left out. */
export function describeRun({ seed, ms, summary, leftOut, left, verdict }: RunOutcome): string {
  const { faults, orders } = summary;
  const lines = [
    `seed ${seed}, ${(ms / 1_000).toFixed(0)} s: ${faults.length} faults, ${orders.placed} orders placed, ${orders.refused} refused, ${orders.unknown} unknown, ${left} without an end: ${verdictOf(verdict.findings.length)}`,
  ];
  for (const { fault, why } of leftOut) lines.push(`  not done: ${fault.kind} ${fault.part}, ${why}`);
  return lines.join('\n');
}

function verdictOf(broken: number): string {
  return broken === 0 ? 'no promise broken' : `${broken} broken`;
}

/** Of all runs: faults by kind and part, orders in flight at each, promises examined, how soon the shop was back. */
export function describeRuns(outcomes: RunOutcome[]): string {
  return [
    '\nFaults done (orders in flight as they began, the median):',
    ...faultTable(outcomes),
    '',
    ordersLine(outcomes),
    shopBackLines(outcomes),
    '\nPromises examined:',
    ...promiseTable(outcomes),
  ].join('\n');
}

/** A row a part, a column a kind; in brackets the median of the orders in flight. */
function faultTable(outcomes: RunOutcome[]): string[] {
  const faults = outcomes.flatMap(({ summary }) => summary.faults);
  const kinds = Object.keys(FAULTS) as ChaosKind[];
  const parts = [...new Set(allPairs().map(({ part }) => part))];
  const cellOf = (kind: ChaosKind, part: string) => {
    const can = (FAULTS[kind] as readonly string[]).includes(part);
    const inFlight = faults
      .filter((fault) => fault.kind === kind && fault.part === part)
      .map(({ ordersInFlight }) => ordersInFlight);
    if (inFlight.length === 0) return can ? '0' : '';
    return `${inFlight.length} (${median(inFlight)})`;
  };
  const row = (name: string, cells: string[]) =>
    `  ${name.padEnd(17)}${cells.map((cell) => cell.padEnd(10)).join('')}`.trimEnd();
  return [
    row('', kinds),
    ...parts.map((part) =>
      row(
        part,
        kinds.map((kind) => cellOf(kind, part)),
      ),
    ),
  ];
}

function ordersLine(outcomes: RunOutcome[]): string {
  const sum = (of: (outcome: RunOutcome) => number) =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const placed = sum(({ summary }) => summary.orders.placed);
  const refused = sum(({ summary }) => summary.orders.refused);
  const unknown = sum(({ summary }) => summary.orders.unknown);
  const faults = sum(({ summary }) => summary.faults.length);
  return `${outcomes.length} runs, ${faults} faults; orders: ${placed} placed, ${refused} refused, ${unknown} unknown, ${sum(({ left }) => left)} without an end`;
}

function shopBackLines(outcomes: RunOutcome[]): string {
  const all = outcomes.flatMap(({ shopBack }) => shopBack);
  if (all.length === 0) return 'The primary was not killed.';
  const back = all.filter((shopBack) => typeof shopBack === 'object');
  const unsent = all.filter((shopBack) => shopBack === 'none sent').length;
  const away = all.filter((shopBack) => shopBack === 'none acknowledged').length;
  const lines = [`Kills of the primary: ${all.length}.`];
  for (const isHitAgain of [false, true]) {
    const times = back.filter((shopBack) => shopBack.isHitAgain === isHitAgain).map(({ ms }) => ms);
    if (times.length === 0) continue;
    const how = isHitAgain ? ', though the primary met another fault before that' : '';
    lines.push(
      `  ${times.length}: an order that was sent after it was acknowledged; median ${median(times)} ms, longest ${Math.max(...times)} ms after it${how}`,
    );
  }
  if (unsent > 0) lines.push(`  ${unsent}: no order was sent after it`);
  if (away > 0) lines.push(`  ${away}: NOT ONE OF THE ORDERS THAT WERE SENT AFTER IT WAS ACKNOWLEDGED`);
  return lines.join('\n');
}

function promiseTable(outcomes: RunOutcome[]): string[] {
  return (Object.keys(PROMISES) as PromiseName[]).map((promise) => {
    const examined = outcomes.reduce((total, { verdict }) => total + verdict.examined[promise], 0);
    const broken = outcomes
      .flatMap(({ verdict }) => verdict.findings)
      .filter((finding) => finding.promise === promise);
    return `  ${`${examined}`.padStart(8)} examined, ${broken.length} broken: ${PROMISES[promise]}`;
  });
}

/** Of an even number of values the lower one in the middle. */
function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length / 2) - 1] ?? 0;
}
