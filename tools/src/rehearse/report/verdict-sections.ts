import { inspect } from 'node:util';
import type { Answer, HistoryEntry } from '../../checker/history.ts';
import { type Finding, PROMISES, type PromiseName, type Row, type Verdict } from '../../checker/verdict.ts';
import { drawTable } from './blocks.ts';
import { count, counted, duration, exactClock } from './figures.ts';
import { type Html, html } from './html.ts';

/** A verdict may have thousands of findings, each with thousands of calls: a person reads so many. report.json has all. */
const FINDINGS_SHOWN = 20;
const EVIDENCE_SHOWN = 60;
const LONGEST_TEXT = 240;

/** How a promise came out of it. */
export type PromiseState = {
  promise: string;
  state: 'broken' | 'not tried' | 'held';
  examined: number;
  findings: number;
};

const WORST_FIRST: PromiseState['state'][] = ['broken', 'not tried', 'held'];

/** The broken ones first. */
export function promiseStates(verdict: Verdict): PromiseState[] {
  return Object.entries(PROMISES)
    .map(([name, promise]) => {
      const examined = verdict.examined[name as PromiseName];
      const findings = verdict.findings.filter((finding) => finding.promise === name).length;
      const unbroken = examined === 0 ? 'not tried' : 'held';
      return { promise, state: findings > 0 ? 'broken' : unbroken, examined, findings } as const;
    })
    .sort((a, b) => WORST_FIRST.indexOf(a.state) - WORST_FIRST.indexOf(b.state));
}

/** The verdict in one sentence. */
export function headline(verdict: Verdict): string {
  const states = promiseStates(verdict);
  const countOf = (wanted: PromiseState['state']) => states.filter(({ state }) => state === wanted).length;
  const broken = countOf('broken');
  if (broken > 0) return `${counted(broken, 'promise')} of ${states.length} broke`;
  const untried = countOf('not tried');
  if (untried === states.length) return 'No promise was tried';
  return untried > 0
    ? `The promises held, ${count(untried)} of ${states.length} not tried`
    : 'All promises held';
}

export function drawPromises(verdict: Verdict): Html {
  return drawTable({
    label: 'The promises',
    heads: [{ text: 'promise' }, { text: 'state' }, { number: 'examined' }],
    rows: promiseStates(verdict).map((promise) => [
      promise.promise,
      drawState(promise),
      count(promise.examined),
    ]),
  });
}

function drawState({ state, findings }: PromiseState): Html {
  if (state === 'broken')
    return html`<strong class="whole wrong">✕ broke, ${counted(findings, 'finding')}</strong>`;
  return html`<span class="whole">${state === 'held' ? '✓ held' : '– not tried'}</span>`;
}

/** Each finding with what shows it. `from`: when the rehearsal began. */
export function drawFindings({ findings }: Verdict, from: number): Html {
  const left = findings.length - FINDINGS_SHOWN;
  return html`${findings.slice(0, FINDINGS_SHOWN).map((finding) => drawFinding(finding, from))}
${left > 0 && html`<p>${counted(left, 'more finding')} in report.json.</p>`}`;
}

function drawFinding({ promise, what, evidence }: Finding, from: number): Html {
  const left = evidence.length - EVIDENCE_SHOWN;
  return html`<article class="finding"><h3>${what}</h3><p>Breaks the promise: ${PROMISES[promise]}.</p>
${drawTable({
  label: `Evidence: ${what}`,
  heads: [
    { number: 'from' },
    { number: 'to' },
    { text: 'who' },
    { text: 'what' },
    { text: 'with' },
    { text: 'answer' },
  ],
  rows: evidence.slice(0, EVIDENCE_SHOWN).map((entry) => drawEvidence(entry, from)),
})}
${left > 0 && html`<p>${counted(left, 'more line')} of evidence in report.json.</p>`}</article>`;
}

type Cells = { from?: number; to?: number; who: string; what: string; input: unknown; answer: Html | string };

function drawEvidence(entry: HistoryEntry | Row, begin: number): (Html | string)[] {
  const { from, to, who, what, input, answer } = cellsOf(entry);
  const time = (at: number | undefined) => (at === undefined ? '–' : exactClock(at - begin));
  return [
    time(from),
    time(to),
    html`<span class="whole">${who}</span>`,
    what,
    html`<div class="data">${inShort(input)}</div>`,
    html`<div class="data">${answer}</div>`,
  ];
}

function cellsOf(entry: HistoryEntry | Row): Cells {
  switch (entry.type) {
    case 'call': {
      const { from, to, client, procedure, input } = entry;
      return { from, to, who: client, what: procedure, input, answer: drawAnswer(entry.answer) };
    }
    case 'row':
      return { who: 'row', what: entry.table, input: entry.values, answer: '' };
    case 'fault': {
      const { from, to, kind, part, ordersInFlight } = entry;
      return { from, to, who: part, what: kind, input: { ordersInFlight }, answer: duration(to - from) };
    }
    case 'phase':
      return { from: entry.from, to: entry.to, who: 'phase', what: entry.name, input: undefined, answer: '' };
    case 'offer': {
      const { variantId, pieces, price, currency } = entry;
      return { who: 'shop', what: 'offer', input: { variantId, pieces, price, currency }, answer: '' };
    }
    default:
      return {
        from: entry.at,
        who: 'rehearsal',
        what: entry.rehearsal,
        input: { seed: entry.seed },
        answer: '',
      };
  }
}

function drawAnswer(answer: Answer): Html {
  if (answer.kind === 'ok') return html`<b>ok</b> ${inShort(answer.data)}`;
  if (answer.kind === 'unknown') return html`<b>unknown</b> ${answer.why}`;
  return html`<b>refused</b> ${answer.status} ${answer.code} ${inShort(answer.data)}`;
}

/** As a person would write it, and not longer than can be read. */
function inShort(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = inspect(value, { breakLength: Infinity, depth: 5, maxArrayLength: 10 });
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
