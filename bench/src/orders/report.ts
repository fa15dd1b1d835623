import { BARE_CONNECTIONS } from './bare.ts';
import { spreadOf } from '../common/figures.ts';
import { describeMachine, figure, mean, ratio, target, told } from '../common/in-words.ts';
import type { Round } from '../common/load.ts';
import { CARTS_AT_ONCE, type CheckoutKind, type Results, RUSH_AT_ONCE } from './measure.ts';
import { table } from '../common/table.ts';

/** What is promised: shares of the bare server's requests per second, of many items, and seconds. */
const TARGETS = { checkoutsOfBare: 0.006, cartsOfBare: 0.02, oneOfMany: 0.5, rushSeconds: 1.5 };

function meanRate(rounds: Round[]): number {
  return mean(rounds.map(({ perSecond }) => perSecond));
}

/** Rate, and what callers waited. */
function rateCells(rounds: Round[]): [rate: string, p50: string, p99: string] {
  return [
    told(spreadOf(rounds.map(({ perSecond }) => perSecond))),
    figure(mean(rounds.map(({ p50 }) => p50))),
    figure(mean(rounds.map(({ p99 }) => p99))),
  ];
}

function nameOf({ concurrency, items }: CheckoutKind): string {
  return `${items === 'many' ? 'many items' : 'one item'}, ${concurrency} at a time`;
}

/** One item beside many of the same concurrency, many items beside the bare server. */
function checkoutRow({ bare, checkouts }: Results, { kind, rounds }: Results['checkouts'][number]): string[] {
  const ofBare = meanRate(rounds) / meanRate(bare);
  const cells = [`whole checkouts, ${nameOf(kind)}`, ...rateCells(rounds), ratio(ofBare)];
  if (kind.items === 'many') return [...cells, '', target('>=', TARGETS.checkoutsOfBare, ofBare)];
  const many = checkouts.find((other) => other.kind.concurrency === kind.concurrency);
  const ofMany = meanRate(rounds) / meanRate(many?.rounds ?? []);
  return [...cells, ratio(ofMany), target('>=', TARGETS.oneOfMany, ofMany)];
}

function describeRates(results: Results): string {
  const { bare, carts, checkouts } = results;
  const cartsOfBare = meanRate(carts) / meanRate(bare);
  return table(
    ['', 'a second', 'p50 ms', 'p99 ms', 'x of bare', 'x of many', 'target'],
    [
      [`bare node:http, ${BARE_CONNECTIONS} at a time`, ...rateCells(bare), '1', '', ''],
      [
        `add to cart, ${CARTS_AT_ONCE} at a time`,
        ...rateCells(carts),
        ratio(cartsOfBare),
        '',
        target('>=', TARGETS.cartsOfBare, cartsOfBare),
      ],
      ...checkouts.map((checkout) => checkoutRow(results, checkout)),
    ],
  );
}

function describeRush({ rush, sizes }: Results): string {
  const spread = (of: 'seconds' | 'placedP99' | 'refusedP99') => spreadOf(rush.map((round) => round[of]));
  const seconds = spread('seconds');
  return table(
    [`${sizes.rush.count} checkouts of a stock of ${sizes.rush.stock}, ${RUSH_AT_ONCE} at a time`, ''],
    [
      ['seconds until all are answered', told(seconds)],
      ['target', target('<=', TARGETS.rushSeconds, seconds.mean)],
      ['placed, in each round', [...new Set(rush.map(({ placed }) => placed))].join(', ')],
      ['p99 of the placed, ms', told(spread('placedP99'))],
      ['p99 of the refused, ms', told(spread('refusedP99'))],
    ],
  );
}

function describeConfirmations({ checkouts }: Results): string {
  return table(
    ['from placed to confirmed', 'p50 ms', 'p99 ms'],
    checkouts.map(({ kind, rounds }) => [
      nameOf(kind),
      told(spreadOf(rounds.map(({ confirmed }) => confirmed.p50))),
      told(spreadOf(rounds.map(({ confirmed }) => confirmed.p99))),
    ]),
  );
}

function describeSent({ sent }: Results): string {
  return table(
    ['a whole checkout sends', ...sent.map(({ concurrency }) => `${concurrency} at a time`)],
    [
      ['SQL statements', ...sent.map(({ sql }) => figure(sql))],
      ['Redis commands', ...sent.map(({ redis }) => figure(redis))],
    ],
  );
}

function describeJobs({ jobs }: Results): string {
  const [holdfast, bare] = [spreadOf(jobs.holdfast), spreadOf(jobs.bare)];
  return table(
    ['jobs', 'a second', 'x of bare'],
    [
      ['BullMQ alone', told(bare), '1'],
      ['outbox, relay, BullMQ, receipt', told(holdfast), ratio(holdfast.mean / bare.mean)],
    ],
  );
}

function describeCpu({ checkouts, idleCpuMs }: Results): string {
  const columns = [
    ...checkouts.map(
      ({ rounds }) =>
        (part: string) =>
          mean(rounds.map(({ cpuMs }) => cpuMs[part] ?? 0)),
    ),
    (part: string) => idleCpuMs[part] ?? 0,
  ];
  const parts = Object.keys(idleCpuMs).toSorted((a, b) => (columns[0]?.(b) ?? 0) - (columns[0]?.(a) ?? 0));
  const total = (of: (part: string) => number) => parts.reduce((sum, part) => sum + of(part), 0);
  return table(
    ['CPU ms of an order', ...checkouts.map(({ kind }) => nameOf(kind)), 'idle, in a second'],
    [
      ...parts.map((part) => [part].concat(columns.map((of) => figure(of(part))))),
      ['all'].concat(columns.map((of) => figure(total(of)))),
    ],
  );
}

/** Whose limit the bare server's figure is: that of the end which has a whole core. */
function describeBareCpu({ bare }: Results): string {
  const of = (end: 'server' | 'client') => {
    const ms = mean(bare.map(({ cpuMs }) => cpuMs[end])).toFixed(3);
    const cores = mean(bare.map(({ cpuMs, perSecond }) => (cpuMs[end] * perSecond) / 1_000)).toFixed(2);
    return `${ms} ms of CPU a request, ${cores} CPU-s a second`;
  };
  return `The bare server takes ${of('server')}; its client ${of('client')}.`;
}

function describeRun({ at, machine, sizes }: Results): string {
  return `${describeMachine(at, machine)} Rounds: ${sizes.rounds}, with ${sizes.orders} orders of each kind in each; the mean of them, and in brackets the least and the most.`;
}

/** All figures as Markdown, made to be read in a terminal too. */
export function describeResults(results: Results): string {
  return [
    describeRun(results),
    describeRates(results),
    describeBareCpu(results),
    describeRush(results),
    describeConfirmations(results),
    describeCpu(results),
    describeSent(results),
    describeJobs(results),
  ].join('\n\n');
}
