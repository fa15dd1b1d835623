import { percentile, quartilesOf } from '../common/figures.ts';
import { describeMachine, figure, mean, ratio, target } from '../common/in-words.ts';
import { table } from '../common/table.ts';
import { cacheWarnings } from './cache-warning.ts';
import { API_CONNECTIONS, KIND_NAMES, type KindName, KINDS, PAGE_CONNECTIONS, type Share } from './kinds.ts';
import type { Results } from './measure.ts';
import type { ReadRound } from './read-load.ts';

type Kinds = Results['kinds'];

const BARE_SERVERS = new Set<KindName>(['bareProduct', 'bareList', 'bareBrotliList', 'bareSearch']);
const LEAST_CORES = 0.8;

/** How many times the requests per second of the other kind, round by round; undefined when one was not measured. */
function sharesOf(kinds: Kinds, name: KindName, other: KindName | undefined): number[] | undefined {
  const others = other && kinds[other];
  return (
    others && kinds[name]?.map(({ perSecond }, round) => perSecond / (others[round]?.perSecond ?? Number.NaN))
  );
}

/** The median, and in brackets the middle half. */
function toldQuartiles(values: number[], inWords: (value: number) => string): string {
  const { median, lower, upper } = quartilesOf(values);
  return `${inWords(median)} (${inWords(lower)}-${inWords(upper)})`;
}

/** Empty cells for what is compared with nothing. */
function comparedCells(kinds: Kinds, name: KindName): [ofBare: string, ofTutorial: string, targets: string] {
  const { ofBare, ofTutorial } = KINDS[name];
  const [bare, tutorial] = [ofBare, ofTutorial].map((share) => sharesOf(kinds, name, share?.of));
  const verdict = (share: Share | undefined, seen: number[] | undefined) =>
    share?.atLeast === undefined || !seen ? [] : [target('>=', share.atLeast, percentile(seen, 0.5))];
  const targets = [...verdict(ofBare, bare), ...verdict(ofTutorial, tutorial)];
  const toldShare = (shares: number[] | undefined) => (shares ? toldQuartiles(shares, ratio) : '');
  return [toldShare(bare), toldShare(tutorial), targets.join('; ')];
}

function measured(kinds: Kinds): [KindName, ReadRound[]][] {
  return KIND_NAMES.flatMap((name): [KindName, ReadRound[]][] => {
    const rounds = kinds[name];
    return rounds ? [[name, rounds]] : [];
  });
}

function rateCells(rounds: ReadRound[]): string[] {
  return [
    Math.round(mean(rounds.map(({ bytes }) => bytes))).toLocaleString('en'),
    toldQuartiles(
      rounds.map(({ perSecond }) => perSecond),
      figure,
    ),
    figure(mean(rounds.map(({ p50 }) => p50))),
    figure(mean(rounds.map(({ p99 }) => p99))),
  ];
}

export function describeRates({ kinds }: Pick<Results, 'kinds'>): string {
  return table(
    ['', 'bytes', 'a second', 'p50 ms', 'p99 ms', 'x of bare', 'x of tutorial', 'target'],
    measured(kinds).map(([name, rounds]) =>
      [KINDS[name].title].concat(rateCells(rounds), comparedCells(kinds, name)),
    ),
  );
}

/** Whose limit a figure is: that of the end which has a whole core. */
export function describeCpu({ kinds }: Pick<Results, 'kinds'>): string {
  const cells = (rounds: ReadRound[], end: 'server' | 'client') => [
    mean(rounds.map(({ cpuMs }) => cpuMs[end])).toFixed(3),
    mean(rounds.map((round) => coresOf(round, end))).toFixed(2),
  ];
  return table(
    ['CPU', 'server, ms a request', 'cores', 'client, ms a request', 'cores'],
    measured(kinds).map(([name, rounds]) =>
      [KINDS[name].title].concat(cells(rounds, 'server'), cells(rounds, 'client')),
    ),
  );
}

function warningsOfKind(name: KindName, rounds: ReadRound[]): string[] {
  const { title, cache } = KINDS[name];
  const shed = rounds.reduce((sum, round) => sum + round.shed, 0);
  const shedWarning = `Warning: a busy process has turned away ${shed} requests of "${title}", which were asked again.`;
  return [...(shed > 0 ? [shedWarning] : []), ...(cache ? cacheWarnings(title, cache, rounds) : [])];
}

function coresOf({ cpuMs, perSecond }: ReadRound, end: 'server' | 'client'): number {
  return (cpuMs[end] * perSecond) / 1_000;
}

/** A bare server does nothing but use its core: where it had none, other work on the machine is what was measured. */
function starvedWarnings(kinds: Kinds): string[] {
  const cores = measured(kinds)
    .filter(([name]) => BARE_SERVERS.has(name))
    .map(([, rounds]) =>
      percentile(
        rounds.map((round) => coresOf(round, 'server')),
        0.25,
      ),
    );
  const least = Math.min(...cores);
  if (least >= LEAST_CORES) return [];
  return [
    `Warning: a bare server had ${least.toFixed(2)} of a core or less in a quarter of the rounds. Other work had the machine, or the client kept it waiting, so these figures are not the servers' own; run it again when nothing else does.`,
  ];
}

/** What keeps figures from being what they are called. */
export function warningsOf({ kinds }: Pick<Results, 'kinds'>): string[] {
  return [
    ...starvedWarnings(kinds),
    ...measured(kinds).flatMap(([name, rounds]) => warningsOfKind(name, rounds)),
  ];
}

function missingWarnings({ kinds }: Results): string[] {
  return KIND_NAMES.filter((name) => !kinds[name]).map(
    (name) => `Warning: "${KINDS[name].title}" was not measured: the API gives no ETag.`,
  );
}

function describeRun({ at, machine, sizes }: Results): string {
  return `${describeMachine(at, machine)} Rounds: ${sizes.rounds}, with ${sizes.seconds} s of each kind in each, over ${API_CONNECTIONS} connections (pages: ${PAGE_CONNECTIONS}); of rates and shares the median, and in brackets the middle half; of all else the mean. Searches: ${sizes.searches.toLocaleString('en')} warm ones, and as many others cold.`;
}

/** All figures as Markdown, made to be read in a terminal too. */
export function describeReads(results: Results): string {
  return [
    describeRun(results),
    describeRates(results),
    ...warningsOf(results),
    ...missingWarnings(results),
    describeCpu(results),
  ].join('\n\n');
}
