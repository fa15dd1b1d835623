import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Verdict } from '../../checker/verdict.ts';
import { describeRun } from './describe-run.ts';
import type { Html } from './html.ts';
import { toPage } from './page.ts';
import { readEntries } from '../../checker/read-history.ts';
import { drawRunPage } from './run-page.ts';
import { drawRunsPage } from './runs-page.ts';
import { summarise } from './summarise.ts';
import type { Summary } from './summary.ts';

/** What report.json holds: of one rehearsal, or of several. A change that a reader would stumble over raises the version. */
const VERSION = 1;

const HTML = 'report.html';
const JSON_FILE = 'report.json';

/** The files of a report. */
export type ReportFiles = { html: string; json: string };

/** One of several rehearsals, with the folder of its own report. */
export type Run = { seed: number; summary: Summary; verdict: Verdict; folder: string };

/**
 * Writes report.html and report.json of a rehearsal into its folder.
 * @returns where they are, and what they say. @throws Error when the history cannot be read
 */
export async function writeReport(
  folder: string,
  historyFile: string,
  verdict: Verdict,
): Promise<ReportFiles & { summary: Summary }> {
  const summary = await summarise(readEntries(historyFile));
  const page = drawRunPage(summary, verdict, toHref(folder, historyFile));
  const title = `Rehearsal: ${summary.rehearsal}, seed ${summary.seed}`;
  const files = await writeFiles(folder, { title, page, json: { version: VERSION, summary, verdict } });
  return { ...files, summary };
}

/** Writes the same of several rehearsals, with the way to the report of each, into a folder that holds theirs. */
export async function writeRunsReport(folder: string, runs: Run[]): Promise<ReportFiles> {
  const linked = runs.map((run) => ({ ...run, href: toHref(folder, path.join(run.folder, HTML)) }));
  const title = `Rehearsals: ${runs[0]?.summary.rehearsal ?? ''}, ${runs.length} runs`;
  const json = {
    version: VERSION,
    // Their timelines are in the reports of their own.
    runs: linked.map(({ seed, summary: { timeline: _, ...summary }, verdict, href }) => ({
      seed,
      report: href,
      summary,
      verdict,
    })),
  };
  return writeFiles(folder, { title, page: drawRunsPage(linked), json });
}

/** Prints what came of a rehearsal as a table. */
export function printReport(summary: Summary, verdict: Verdict, out: NodeJS.WriteStream): void {
  out.write(`${describeRun(summary, verdict, out)}\n`);
}

type Contents = { title: string; page: Html; json: object };

async function writeFiles(folder: string, { title, page, json }: Contents): Promise<ReportFiles> {
  const files = { html: path.join(folder, HTML), json: path.join(folder, JSON_FILE) };
  await mkdir(folder, { recursive: true });
  await writeFile(files.html, await toPage(title, page));
  await writeFile(files.json, `${JSON.stringify(json, undefined, 2)}\n`);
  return files;
}

/** A relative address, so that the folder can be moved and sent as a whole. */
function toHref(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).map(encodeURIComponent).join('/');
}
