import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { PROMISES, type PromiseName, type Verdict } from '../../checker/verdict.ts';
import { printReport, writeReport, writeRunsReport } from './report.ts';
import { makeHistory, writeMadeUpHistory } from './testing-history.ts';

/**
 * Writes the reports of made-up rehearsals into FOLDER, to look at and for the browser's test: one that held, one that
 * broke, and both together.
 *
 *   node tools/src/rehearse/report/testing-report.ts FOLDER [SECONDS]
 */
const [folder = '', seconds = '90'] = process.argv.slice(2);

const examined = Object.fromEntries(
  Object.keys(PROMISES).map((name, index) => [name, index === 7 ? 0 : 1_204 * (index + 1)]),
) as Record<PromiseName, number>;

/** Two calls that got the last piece, and text that would be markup if anything failed to escape it. */
function makeFindings(): Verdict['findings'] {
  const calls = makeHistory({ seed: 2, seconds: 5 }).filter(
    (entry) => entry.type === 'call' && entry.procedure === 'orders.place',
  );
  const hostile = '<script>document.title = "taken"</script><img src=x onerror="document.title=1">';
  return [
    {
      promise: 'stock',
      what: '401 pieces of hot-1 were sold, 400 were there.',
      evidence: [
        ...calls.slice(0, 4),
        { type: 'row', table: 'stock_level', values: { onHand: 400, allocated: 401 } },
      ],
    },
    {
      promise: 'answers',
      what: `One key was answered with two orders: ${hostile}`,
      evidence: [{ type: 'row', table: hostile, values: { title: hostile } }, ...calls.slice(4, 6)],
    },
  ];
}

async function report(seed: number, verdict: Verdict) {
  const own = path.join(folder, `seed-${seed}`);
  const historyFile = path.join(own, 'history.jsonl');
  await mkdir(own, { recursive: true });
  await writeMadeUpHistory(historyFile, { seed, seconds: Number(seconds) });
  const { summary } = await writeReport(own, historyFile, verdict);
  printReport(summary, verdict, process.stdout);
  return { seed, summary, verdict, folder: own };
}

const held = await report(1, { examined, findings: [] });
const broken = await report(2, { examined, findings: makeFindings() });
await writeRunsReport(folder, [held, broken]);
