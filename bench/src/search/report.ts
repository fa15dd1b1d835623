import { describeMachine } from '../common/in-words.ts';
import { API_CONNECTIONS } from '../reads/kinds.ts';
import { describeCpu, describeRates, warningsOf } from '../reads/report.ts';
import type { Results } from './measure.ts';

function describeRun({ at, machine, sizes, stored }: Results): string {
  const [products, searches] = [stored.products, sizes.searches].map((count) => count.toLocaleString('en'));
  return `${describeMachine(at, machine)} Products: ${products}. Rounds: ${sizes.rounds}, with ${sizes.seconds} s of each kind in each, over ${API_CONNECTIONS} connections; of rates and shares the median, and in brackets the middle half; of all else the mean. Searches: ${searches} distinct warm ones, and as many others cold.`;
}

/** All figures as Markdown, made to be read in a terminal too. */
export function describeSearch(results: Results): string {
  return [describeRun(results), describeRates(results), ...warningsOf(results), describeCpu(results)].join(
    '\n\n',
  );
}
