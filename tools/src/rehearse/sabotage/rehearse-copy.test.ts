import path from 'node:path';
import { expect, it } from 'vitest';
import { type Finding, PROMISES, type Verdict } from '../../checker/verdict.ts';
import { temporaryFolder } from '../../testing.ts';
import { type Run, writeReport, writeRunsReport } from '../report/report.ts';
import { writeMadeUpHistory } from '../report/testing-history.ts';
import { readFindings } from './rehearse-copy.ts';

const OVERSOLD: Finding = { promise: 'stock', what: '41 pieces were sold, 40 were there.', evidence: [] };

/** Writes the report of one run into a folder of its own. */
async function writeOne(folder: string, findings: Finding[]): Promise<Run> {
  const historyFile = path.join(await temporaryFolder(), 'history.jsonl');
  await writeMadeUpHistory(historyFile, { seed: 1, seconds: 5 });
  const examined = Object.fromEntries(Object.keys(PROMISES).map((name) => [name, 12])) as Verdict['examined'];
  const verdict = { examined, findings };
  const { summary } = await writeReport(folder, historyFile, verdict);
  return { seed: 1, summary, verdict, folder };
}

/** Writes the report of a chaos of one run, as chaos does. @returns the folder that holds it */
async function writeChaos(findings: Finding[]): Promise<string> {
  const rehearsals = await temporaryFolder();
  const chaos = path.join(rehearsals, 'chaos-2026-11-26T07-00-00');
  await writeRunsReport(chaos, [await writeOne(path.join(chaos, 'seed-1'), findings)]);
  return rehearsals;
}

it('what the checker found is read from the report that a rehearsal writes', async () => {
  expect(await readFindings(await writeChaos([OVERSOLD]))).toEqual([OVERSOLD]);
  expect(await readFindings(await writeChaos([]))).toEqual([]);
});

it('so it is from the report of a rehearsal that has one run alone', async () => {
  const rehearsals = await temporaryFolder();
  await writeOne(path.join(rehearsals, 'staleness-2026-11-26T07-00-00'), [OVERSOLD]);
  expect(await readFindings(rehearsals)).toEqual([OVERSOLD]);
});

it('a rehearsal without a report has found nothing, and is not taken for a clean one', async () => {
  await expect(readFindings(await temporaryFolder())).rejects.toThrow('ended without a report');
});
