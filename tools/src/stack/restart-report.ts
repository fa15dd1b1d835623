import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What the stack of a data folder says of its rolling restarts, for who asks for one. It is there as long as the stack
 * is ready to be asked.
 */
export type RestartReport = {
  /** The process that takes the request, by SIGUSR2. */
  supervisor: number;
  /** How many restarts it has begun so far. What follows is of the last one. */
  begun: number;
  /** The parts that have been replaced, and how long each took. */
  replaced: { name: string; ms: number }[];
  /** Missing while the restart is under way. */
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
