import { parseArgs } from 'node:util';
import { listenForStop } from './stack/stop-request.ts';
import { CASES, type Case, whyNotHere } from './try-machines/cases.ts';
import { whyNoUsualPorts } from './try-machines/servers.ts';
import { type Outcome, tryCase } from './try-machines/try-case.ts';

const USAGE = `Usage: npm run try:machines -- [--only CASE]... [--test] [--list]

Tries npm start (with --test: npm test too) in a fresh clone of what is committed, on each kind of machine that this one
can be made to look like. A case takes a minute or two, its npm test about ten.`;

type Row = { name: string; outcome: Outcome | undefined; result: string };

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function readCases(only: string[]): Case[] {
  const unknown = only.find((name) => !CASES.some((known) => known.name === name));
  if (unknown) throw new Error(`There is no case "${unknown}". Type: npm run try:machines -- --list`);
  return only.length > 0 ? CASES.filter(({ name }) => only.includes(name)) : CASES;
}

async function whyNotTried(wanted: Case): Promise<string | undefined> {
  return whyNotHere(wanted) ?? (wanted.servers === 'usual' ? await whyNoUsualPorts() : undefined);
}

async function rowsOf(wanted: Case, test: boolean, signal: AbortSignal): Promise<Row[]> {
  const { name } = wanted;
  const why = signal.aborted ? 'interrupted' : await whyNotTried(wanted);
  if (why) return [{ name, outcome: undefined, result: `not tried: ${why}` }];
  say(`${name}: ${wanted.what}`);
  const outcomes = await tryCase(wanted, { test, signal, say: (text) => say(`  ${text}`) }).catch(
    (error: Error): Outcome[] => [{ command: 'set-up', seconds: 0, failure: error.message }],
  );
  if (signal.aborted) return [{ name, outcome: undefined, result: 'interrupted' }];
  for (const { command, failure } of outcomes) if (failure) say(`  ${command} failed: ${failure}\n`);
  return outcomes.map((outcome) => ({ name, outcome, result: outcome.failure ? 'FAILED' : 'green' }));
}

function printTable(rows: Row[]): void {
  say(`\n${'case'.padEnd(16)}${'command'.padEnd(12)}${'seconds'.padStart(7)}  result`);
  for (const { name, outcome, result } of rows) {
    const seconds = outcome ? String(outcome.seconds) : '';
    say(`${name.padEnd(16)}${(outcome?.command ?? '').padEnd(12)}${seconds.padStart(7)}  ${result}`);
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      test: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) say(USAGE);
  if (values.list) for (const { name, what } of CASES) say(`${name.padEnd(16)}${what}`);
  if (values.help || values.list) return 0;
  const stop = new AbortController();
  const requests = listenForStop();
  requests.once('first', () => {
    say('Cleaning up... (Ctrl-C once more leaves everything as it is)');
    stop.abort();
  });
  requests.once('again', () => process.exit(130));
  const rows: Row[] = [];
  for (const wanted of readCases(values.only)) {
    rows.push(...(await rowsOf(wanted, values.test, stop.signal)));
  }
  printTable(rows);
  return stop.signal.aborted || rows.some(({ outcome }) => outcome?.failure) ? 1 : 0;
}

try {
  process.exit(await main());
} catch (error) {
  console.error(`\n${(error as Error).message}\n\n${USAGE}`);
  process.exit(1);
}
