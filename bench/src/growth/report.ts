import { describeMachine, figure, ratio } from '../common/in-words.ts';
import { table } from '../common/table.ts';
import { cacheWarnings } from '../reads/cache-warning.ts';
import { KIND_NAMES, type KindName, KINDS } from './kinds.ts';
import type { AtSize, Results } from './measure.ts';

function verdict(atMost: number, ratios: Record<'p50' | 'p99', number>): string {
  const words = Object.entries(ratios).map(([name, seen]) => `${name} ${seen <= atMost ? 'met' : 'missed'}`);
  return `<= ${atMost}: ${words.join(', ')}`;
}

/** A row for each size; all but the first beside the first. */
function rowsOf(name: KindName, atSizes: AtSize[]): string[][] {
  const smallest = atSizes[0]?.kinds[name];
  return atSizes.map(({ products, kinds }, index) => {
    const { p50, p99, warmUpP50 } = kinds[name];
    const first = warmUpP50 === undefined ? '' : figure(warmUpP50);
    const cells = [KINDS[name].title, products.toLocaleString('en'), first, figure(p50), figure(p99)];
    if (!smallest || index === 0) return [...cells, '1', '1'];
    const ratios = { p50: p50 / smallest.p50, p99: p99 / smallest.p99 };
    return [...cells, ratio(ratios.p50), ratio(ratios.p99), verdict(KINDS[name].atMost, ratios)];
  });
}

function describeTimes({ atSizes }: Results): string {
  return table(
    ['', 'generated products', 'first time, p50 ms', 'p50 ms', 'p99 ms', 'x p50', 'x p99', 'target'],
    KIND_NAMES.flatMap((name) => rowsOf(name, atSizes)),
  );
}

function describeSizes({ atSizes }: Results): string {
  return table(
    ['generated products', 'products in all', 'database MB', 'seconds to get there'],
    atSizes.map(({ products, stored, generateSeconds }) => [
      products.toLocaleString('en'),
      stored.products.toLocaleString('en'),
      figure(stored.bytes / 1e6),
      figure(generateSeconds),
    ]),
  );
}

function warningsOf({ atSizes }: Results): string[] {
  return KIND_NAMES.flatMap((name) =>
    cacheWarnings(
      KINDS[name].title,
      'cold',
      atSizes.map(({ kinds }) => kinds[name]),
    ),
  );
}

function describeRun({ at, machine, sizes }: Results): string {
  return `${describeMachine(at, machine)} ${sizes.seconds} s of each kind at each size, one request at a time; ${sizes.searches.toLocaleString('en')} searches, the same at each size.`;
}

/** All figures as Markdown, made to be read in a terminal too. */
export function describeGrowth(results: Results): string {
  return [describeRun(results), describeTimes(results), ...warningsOf(results), describeSizes(results)].join(
    '\n\n',
  );
}
