import { PROMISES, type PromiseName } from '../../checker/verdict.ts';
import { allPairs, FAULTS, type FaultKind } from './faults.ts';
import type { RunOutcome } from './run.ts';

/** One line of a run, and one for each promise that it broke or fault that it left out. */
export function describeRun({ seed, faults, leftOut, orders, left, verdict }: RunOutcome): string {
  const { placed, refused, unknown } = orders;
  const lines = [
    `seed ${seed}: ${faults.length} faults, ${placed} orders placed, ${refused} refused, ${unknown} unknown, ${left} without an end: ${verdictOf(verdict.findings.length)}`,
  ];
  for (const { fault, why } of leftOut) lines.push(`  not done: ${fault.kind} ${fault.part}, ${why}`);
  for (const { promise, what } of verdict.findings) lines.push(`  broken: ${PROMISES[promise]}: ${what}`);
  return lines.join('\n');
}

function verdictOf(broken: number): string {
  return broken === 0 ? 'every promise kept' : `${broken} broken`;
}

/** Of all runs: faults by kind and part, orders in flight at each, promises examined, how soon the shop was back. */
export function describeRuns(outcomes: RunOutcome[]): string {
  return [
    '\nFaults done, and the orders in flight as they began (median, most):',
    ...faultTable(outcomes),
    '',
    ordersLine(outcomes),
    shopBackLine(outcomes),
    '\nPromises examined:',
    ...promiseTable(outcomes),
  ].join('\n');
}

function faultTable(outcomes: RunOutcome[]): string[] {
  const faults = outcomes.flatMap((outcome) => outcome.faults);
  const rows = allPairs().map(({ kind, part }) => {
    const done = faults.filter((fault) => fault.kind === kind && fault.part === part);
    const inFlight = done.map(({ ordersInFlight }) => ordersInFlight);
    const orders = done.length === 0 ? '' : `${percentile(inFlight, 0.5)}, ${Math.max(...inFlight)}`;
    return { kind, part, count: done.length, orders };
  });
  return (Object.keys(FAULTS) as FaultKind[]).flatMap((kind) =>
    rows
      .filter((row) => row.kind === kind)
      .map(
        ({ part, count, orders }) =>
          `  ${kind.padEnd(8)} ${part.padEnd(17)} ${`${count}`.padStart(4)}  ${orders}`,
      ),
  );
}

function ordersLine(outcomes: RunOutcome[]): string {
  const sum = (of: (outcome: RunOutcome) => number) =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const placed = sum(({ orders }) => orders.placed);
  const refused = sum(({ orders }) => orders.refused);
  const unknown = sum(({ orders }) => orders.unknown);
  const faults = sum((outcome) => outcome.faults.length);
  return `${outcomes.length} runs, ${faults} faults; orders: ${placed} placed, ${refused} refused, ${unknown} unknown, ${sum(({ left }) => left)} without an end`;
}

function shopBackLine(outcomes: RunOutcome[]): string {
  const all = outcomes.flatMap(({ shopBackMs }) => shopBackMs);
  const back = all.filter((ms) => ms !== null);
  if (all.length === 0) return 'The primary was not killed.';
  if (back.length === 0) return 'After no kill of the primary an order was sent again.';
  const never = all.length - back.length;
  const unseen = never === 0 ? '' : `; ${never} came too late for an order to be sent after it`;
  return `The primary was killed ${all.length} times; shop back after: p50 ${percentile(back, 0.5)} ms, max ${Math.max(...back)} ms${unseen}`;
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

function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}
