import type { Difference } from './compare-books.ts';
import type { ReplayPlan, Step } from './plan-types.ts';

const PENNIES = 100;
const MOST_SHOWN = 20;

/** What the file asks for, in a line a kind. */
export function describePlan({ tasks, items, rounded }: ReplayPlan): string {
  const steps = tasks.flatMap((task) => task.steps);
  const of = <K extends Step['kind']>(kind: K) =>
    steps.filter((step): step is Extract<Step, { kind: K }> => step.kind === kind);
  const money = (all: { total: number }[]) => toPounds(all.reduce((sum, { total }) => sum + total, 0));
  const [orders, refunds, credits, adjustments] = [of('order'), of('refund'), of('credit'), of('adjustment')];
  const pieces = adjustments.reduce((sum, { delta }) => sum + delta, 0);
  const takings = [...orders, ...[...refunds, ...credits].map(({ total }) => ({ total: -total }))];
  return [
    `  invoices      ${count(tasks.length)}`,
    `  orders        ${count(orders.length)}, ${money(orders)}`,
    `  refunds       ${count(refunds.length)}, ${money(refunds)}`,
    `  credit notes  ${count(credits.length)}, ${money(credits)}`,
    `  adjustments   ${count(adjustments.length)}, ${count(pieces)} pieces`,
    `  takings       ${money(takings)}`,
    `  items         ${count(items.length)}`,
    `  rounded       ${count(rounded)} lines whose price has a part of a penny`,
  ].join('\n');
}

/** What the books say that the file does not, or the other way round. */
export function describeDifferences(differences: Difference[]): string {
  const shown = differences
    .slice(0, MOST_SHOWN)
    .map(({ of, what, expected, found }) => `  ${of}: ${what} is ${found}, and should be ${expected}`);
  const more = differences.length - shown.length;
  return [...shown, ...(more > 0 ? [`  and ${count(more)} more`] : [])].join('\n');
}

function toPounds(pennies: number): string {
  return (pennies / PENNIES).toLocaleString('en', { style: 'currency', currency: 'GBP' });
}

function count(value: number): string {
  return value.toLocaleString('en');
}
