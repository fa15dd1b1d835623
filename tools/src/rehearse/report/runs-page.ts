import { PROMISES, type PromiseName, type Verdict } from '../../checker/verdict.ts';
import { drawFigures, drawTable } from './blocks.ts';
import { drawMatrix } from './fault-sections.ts';
import { clock, count, counted, duration } from './figures.ts';
import { type Html, html } from './html.ts';
import { callsOf, type Summary } from './summary.ts';
import { drawPromises, headline } from './verdict-sections.ts';

/** One of several rehearsals of one command, with where its page is, from where theirs is. */
export type LinkedRun = { seed: number; summary: Summary; verdict: Verdict; href: string };

/** The page of several rehearsals: what they come to together, and the way to each; the broken first. */
export function drawRunsPage(runs: LinkedRun[]): Html {
  const broken = runs.filter(({ verdict }) => verdict.findings.length > 0);
  return html`<main>
<header>
<p class="kicker">Holdfast · rehearsals · ${runs[0]?.summary.rehearsal ?? ''}</p>
<h1${broken.length > 0 && html` class="wrong"`}>${
    broken.length > 0
      ? `Promises broke in ${broken.length} of ${counted(runs.length, 'run')}`
      : `No promise broke in ${counted(runs.length, 'run')}`
  }</h1>
${drawTotals(runs, broken.length)}
</header>
<section><h2>The runs</h2>${drawRuns([...broken, ...runs.filter((run) => !broken.includes(run))])}</section>
<section><h2>The promises</h2>${drawPromises(together(runs))}</section>
<section><h2>Faults by kind and part</h2>${drawMatrix(runs.flatMap(({ summary }) => summary.faults))}</section>
<footer><p>All of it in numbers: <a href="report.json">report.json</a>.</p></footer>
</main>`;
}

/** What the checker has looked at, and found, in all of them. */
function together(runs: LinkedRun[]): Verdict {
  const verdicts = runs.map(({ verdict }) => verdict);
  const names = Object.keys(PROMISES) as PromiseName[];
  const sum = (name: PromiseName) => verdicts.reduce((total, { examined }) => total + examined[name], 0);
  return {
    examined: Object.fromEntries(names.map((name) => [name, sum(name)])) as Verdict['examined'],
    findings: verdicts.flatMap(({ findings }) => findings),
  };
}

function drawTotals(runs: LinkedRun[], broken: number): Html {
  const sum = (read: (run: LinkedRun) => number) => count(runs.reduce((total, run) => total + read(run), 0));
  const inFlight = ({ summary }: LinkedRun) =>
    summary.faults.reduce((total, { ordersInFlight }) => total + ordersInFlight, 0);
  return drawFigures([
    { name: 'runs', value: count(runs.length), more: `${count(broken)} broken` },
    { name: 'findings', value: sum(({ verdict }) => verdict.findings.length), more: 'of the checker' },
    {
      name: 'faults',
      value: sum(({ summary }) => summary.faults.length),
      more: `${sum(inFlight)} orders in flight at them`,
    },
    {
      name: 'orders acknowledged',
      value: sum(({ summary }) => summary.orders.placed),
      more: `${sum(({ summary }) => summary.orders.refused)} refused`,
    },
    {
      name: 'calls',
      value: sum(({ summary }) => callsOf(summary.calls)),
      more: `${sum(({ summary }) => summary.calls.unknown)} without an answer`,
    },
  ]);
}

function drawRuns(runs: LinkedRun[]): Html {
  const numbers = ['length', 'calls', 'unknown', 'orders', 'faults', 'p99', 'findings'];
  return drawTable({
    label: 'Each run',
    heads: [{ text: 'seed' }, { text: 'verdict' }, ...numbers.map((number) => ({ number }))],
    rows: runs.map(cellsOf),
  });
}

function cellsOf({ seed, summary, verdict, href }: LinkedRun): (Html | string)[] {
  const { calls, orders, faults, latency, from, to } = summary;
  const findings = verdict.findings.length;
  return [
    html`<a href="${href}">${seed}</a>`,
    findings > 0 ? html`<strong class="wrong">${headline(verdict)}</strong>` : headline(verdict),
    clock((to - from) / 1_000),
    count(callsOf(calls)),
    count(calls.unknown),
    count(orders.placed),
    count(faults.length),
    duration(latency?.p99),
    count(findings),
  ];
}
