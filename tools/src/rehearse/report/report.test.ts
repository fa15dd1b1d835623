import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Call } from '../../checker/history.ts';
import { type Finding, PROMISES, type PromiseName, type Verdict } from '../../checker/verdict.ts';
import { temporaryFolder } from '../../testing.ts';
import { printReport, writeReport, writeRunsReport } from './report.ts';
import { makeHistory, writeMadeUpHistory } from './testing-history.ts';
import { fakeTerminal } from './testing-terminal.ts';

const HOSTILE = `<script>alert("1")</script>' onload='`;

function verdictOf(findings: Finding[], examined = 12): Verdict {
  const names = Object.keys(PROMISES) as PromiseName[];
  return {
    examined: Object.fromEntries(names.map((name) => [name, examined])) as Verdict['examined'],
    findings,
  };
}

function hostileFinding(): Finding {
  const call: Call = {
    type: 'call',
    id: 1,
    client: HOSTILE,
    session: HOSTILE,
    procedure: HOSTILE,
    input: { title: HOSTILE },
    from: 0,
    to: 1,
    answer: { kind: 'refused', status: 409, code: HOSTILE, data: { [HOSTILE]: HOSTILE } },
  };
  return {
    promise: 'stock',
    what: HOSTILE,
    evidence: [
      call,
      { ...call, answer: { kind: 'unknown', why: HOSTILE } },
      { type: 'row', table: HOSTILE, values: { [HOSTILE]: HOSTILE } },
      { type: 'fault', kind: HOSTILE, part: HOSTILE, from: 0, to: 1, ordersInFlight: 0 },
    ],
  };
}

/** A history of a few seconds in a folder of its own. */
async function makeRun(seed: number) {
  const folder = path.join(await temporaryFolder(), `seed-${seed}`);
  const historyFile = `${folder}.jsonl`;
  await writeMadeUpHistory(historyFile, { seed, seconds: 5 });
  return { folder, historyFile };
}

it('report.json holds what the page and the terminal say', async () => {
  const { folder, historyFile } = await makeRun(3);
  const verdict = verdictOf([]);
  const { html, json, summary } = await writeReport(folder, historyFile, verdict);
  expect(JSON.parse(await readFile(json, 'utf8'))).toEqual({ version: 1, summary, verdict });
  const page = await readFile(html, 'utf8');
  expect(page).toContain('All promises held');
  expect(page).toContain('npm run rehearse -- chaos --seed 3</code>');
  expect(page).toContain('href="../seed-3.jsonl"');
});

it('a page is one file: nothing in it is fetched from anywhere', async () => {
  const { folder, historyFile } = await makeRun(3);
  const { html } = await writeReport(folder, historyFile, verdictOf([]));
  const page = await readFile(html, 'utf8');
  const addresses = [...page.matchAll(/(?:src|href)=["']?([^"'>\s]+)|url\(([^)]{1,40})/g)].map(
    (match) => match[1] ?? match[2],
  );
  expect(addresses.length).toBeGreaterThan(3);
  expect(addresses.filter((address) => /^(https?:)?\/\//.test(address ?? ''))).toEqual([]);
  expect(page).not.toMatch(/<script[^>]+src|@import|<link[^>]+stylesheet/);
});

it('what comes from a history or a verdict is text in the page, wherever it stands', async () => {
  const { folder, historyFile } = await makeRun(3);
  const [start, ...rest] = makeHistory({ seed: 3, seconds: 5 });
  for (const entry of rest) {
    if (entry.type === 'fault') Object.assign(entry, { kind: HOSTILE, part: HOSTILE });
    if (entry.type === 'phase') entry.name = HOSTILE;
    if (entry.type !== 'call') continue;
    entry.procedure = HOSTILE;
    entry.answer = { kind: 'unknown', why: HOSTILE };
  }
  const hostileStart = { ...start, rehearsal: HOSTILE, options: HOSTILE };
  await writeFile(historyFile, [hostileStart, ...rest].map((entry) => JSON.stringify(entry)).join('\n'));
  const verdict = verdictOf([hostileFinding()]);
  const { html, summary } = await writeReport(folder, historyFile, verdict);
  const runs = await writeRunsReport(path.dirname(folder), [{ seed: 3, summary, verdict, folder }]);
  for (const file of [html, runs.html]) {
    const page = await readFile(file, 'utf8');
    expect(page).toContain('&lt;script&gt;alert');
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain(`' onload='`);
  }
});

it('a promise of which nothing was examined is said not to be tried', async () => {
  const { folder, historyFile } = await makeRun(3);
  const verdict = verdictOf([]);
  verdict.examined.freshness = 0;
  const { summary } = await writeReport(folder, historyFile, verdict);
  const { out, written } = fakeTerminal({ isTTY: false });
  printReport(summary, verdict, out);
  const text = written();
  expect(text).toContain('The promises held, 1 of 9 not tried');
  expect(text).toMatch(/not tried +no answer is older/);
});

it('a broken promise stands first, and what a finding says cannot command the terminal', async () => {
  const { folder, historyFile } = await makeRun(3);
  const verdict = verdictOf([{ promise: 'ends', what: '3 orders \u001B[2Jhave no end', evidence: [] }]);
  const { summary } = await writeReport(folder, historyFile, verdict);
  const { out, written } = fakeTerminal({ isTTY: false });
  printReport(summary, verdict, out);
  const text = written();
  expect(text).toContain('1 promise of 9 broke (chaos, seed 3');
  expect(text).toMatch(
    /examined\n[^]*broke +every order comes to an end|broke +every order comes to an end[^]*held/,
  );
  expect(text).toContain('3 orders have no end');
  expect(text).not.toContain('\u001B');
});

it('several runs are led to from one page, the broken first', async () => {
  const [held, broken] = [await makeRun(3), await makeRun(4)];
  const verdicts = [verdictOf([]), verdictOf([hostileFinding()])] as const;
  const reports = [
    await writeReport(held.folder, held.historyFile, verdicts[0]),
    await writeReport(broken.folder, broken.historyFile, verdicts[1]),
  ] as const;
  const folder = await temporaryFolder();
  const { html, json } = await writeRunsReport(folder, [
    { seed: 3, summary: reports[0].summary, verdict: verdicts[0], folder: held.folder },
    { seed: 4, summary: reports[1].summary, verdict: verdicts[1], folder: broken.folder },
  ]);
  const links = [...(await readFile(html, 'utf8')).matchAll(/href="([^"]+report\.html)"/g)].map(([, href]) =>
    path.resolve(folder, href ?? ''),
  );
  expect(links).toEqual([reports[1].html, reports[0].html]);
  const { runs } = JSON.parse(await readFile(json, 'utf8'));
  expect(runs.map(({ seed }: { seed: number }) => seed)).toEqual([3, 4]);
});
