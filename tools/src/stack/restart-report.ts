import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** How far a rolling restart is, for who asked for it; kept in the data folder. */
export type RestartReport = {
  /** When it began, ISO. */
  startedAt: string;
  /** The parts that have been replaced so far, and how long each took. */
  replaced: { name: string; ms: number }[];
  /** Present when it is over. */
  end?: { failure: string | null };
};

function reportFile(dataDir: string): string {
  return path.join(dataDir, 'restart.json');
}

export function readRestartReport(dataDir: string): RestartReport | undefined {
  const file = reportFile(dataDir);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RestartReport) : undefined;
}

/** Synchronous, so that the steps are kept in their order. */
export function writeRestartReport(dataDir: string, report: RestartReport): void {
  const next = `${reportFile(dataDir)}.next`;
  writeFileSync(next, JSON.stringify(report));
  renameSync(next, reportFile(dataDir));
}

export function removeRestartReport(dataDir: string): void {
  rmSync(reportFile(dataDir), { force: true });
}
