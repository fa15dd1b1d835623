import type { Verdict } from '../../checker/verdict.ts';
import { drawFigures, drawTable } from './blocks.ts';
import { drawFaultList, drawLanes, drawMatrix } from './fault-sections.ts';
import { clock, count, counted, duration, rate } from './figures.ts';
import { Frame } from './frame.ts';
import { type Html, html } from './html.ts';
import { drawRunCharts } from './run-charts.ts';
import { callsOf, type Summary } from './summary.ts';
import { drawFindings, drawPromises, headline } from './verdict-sections.ts';

/** The page of one rehearsal. `historyHref`: where its history is, from where the page is. */
export function drawRunPage(summary: Summary, verdict: Verdict, historyHref: string): Html {
  const frame = new Frame(summary);
  const isBroken = verdict.findings.length > 0;
  return html`<main>
<header>
<p class="kicker">Holdfast · rehearsal · ${summary.rehearsal}</p>
<h1${isBroken && html` class="wrong"`}>${headline(verdict)}</h1>
<p class="when">${drawWhen(summary)}.</p>
<p class="when">The same again: <code>${commandOf(summary)}</code></p>
${drawKeyFigures(summary)}
</header>
${isBroken && html`<section><h2>What broke</h2>${drawFindings(verdict, summary.from)}</section>`}
<section><h2>The promises</h2>${drawPromises(verdict)}</section>
<section><h2>Second by second</h2>
${summary.timeline.columnSeconds > 1 && html`<p>Each point stands for ${summary.timeline.columnSeconds} seconds.</p>`}
${drawLanes(frame)}${drawRunCharts(summary, frame)}</section>
<section><h2>The faults</h2>${
    summary.faults.length === 0
      ? html`<p>None: nothing was done to the shop.</p>`
      : html`${drawMatrix(summary.faults)}${drawFaultList(summary)}`
  }</section>
<section><h2>The calls</h2>${drawProcedures(summary)}${drawReasons(summary)}</section>
<footer><p>All of it in numbers: <a href="report.json">report.json</a>. Each call: <a href="${historyHref}">${historyHref}</a>.</p></footer>
</main>`;
}

/** What a person types to have the same crowd and the same faults again. */
function commandOf({ rehearsal, seed, options }: Summary): string {
  return ['npm run rehearse --', rehearsal, ...(rehearsal === 'replay' ? [] : [`--seed ${seed}`]), options]
    .join(' ')
    .trimEnd();
}

function drawWhen({ from, to, seed }: Summary): Html {
  const begun = new Date(from);
  const words = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' });
  return html`<time datetime="${begun.toISOString()}">${words.format(begun)} UTC</time>, ${clock((to - from) / 1_000)} long, seed ${seed}`;
}

function drawKeyFigures({ calls, orders, latency, faults, offered, from, to }: Summary): Html {
  const all = callsOf(calls);
  const seconds = Math.max(1, (to - from) / 1_000);
  const parts = new Set(faults.map(({ part }) => part));
  return drawFigures([
    { name: 'calls', value: count(all), more: `${rate(all / seconds)} on average` },
    { name: 'orders acknowledged', value: count(orders.placed), more: `${count(orders.refused)} refused` },
    {
      name: 'without an answer',
      value: count(calls.unknown),
      more: `${count(orders.unknown)} of them orders`,
    },
    {
      name: 'p99 of all calls',
      value: duration(latency?.p99),
      more: `half within ${duration(latency?.p50)}`,
    },
    { name: 'faults', value: count(faults.length), more: `to ${counted(parts.size, 'part')}` },
    {
      name: 'pieces for sale',
      value: count(offered.pieces),
      more: `of ${counted(offered.variants, 'variant')}`,
    },
  ]);
}

function drawProcedures({ procedures }: Summary): Html {
  const numbers = ['calls', 'ok', 'refused', 'unknown', 'p50', 'p95', 'p99', 'longest'];
  return drawTable({
    label: 'Calls by procedure',
    heads: [{ text: 'procedure' }, ...numbers.map((number) => ({ number }))],
    rows: procedures.map(({ procedure, calls, latency, max }) => [
      procedure,
      ...[callsOf(calls), calls.ok, calls.refused, calls.unknown].map(count),
      ...[latency?.p50, latency?.p95, latency?.p99, max].map(duration),
    ]),
  });
}

function drawReasons({ reasons }: Summary): Html {
  if (reasons.length === 0) return html`<p>Every call was answered, and none was refused.</p>`;
  return drawTable({
    label: 'Why calls were refused or stayed without an answer',
    heads: [{ text: 'procedure' }, { text: 'answer' }, { text: 'why' }, { number: 'times' }],
    rows: reasons.map(({ procedure, kind, reason, count: times }) => [procedure, kind, reason, count(times)]),
  });
}
