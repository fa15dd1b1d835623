import { setTimeout as delay } from 'node:timers/promises';
import { findLockHolder } from './stack/lock.ts';
import { type RestartReport, readRestartReport } from './stack/restart-report.ts';
import { dataDirOf } from './stack/settings.ts';
import { StackError } from './stack/stack-error.ts';

const LOOK_EVERY_MS = 100;

/** Asks the stack of this data folder for a rolling restart, or joins the one that is under way. */
async function askFor(dataDir: string): Promise<RestartReport> {
  const before = readRestartReport(dataDir);
  if (before && !before.end) return before;
  process.kill(await requireHolder(dataDir), 'SIGUSR2');
  for (;;) {
    const report = readRestartReport(dataDir);
    if (report && report.startedAt !== before?.startedAt) return report;
    await requireHolder(dataDir);
    await delay(LOOK_EVERY_MS);
  }
}

async function requireHolder(dataDir: string): Promise<number> {
  const holder = await findLockHolder(dataDir);
  if (holder === undefined) throw new StackError(`Holdfast does not run on ${dataDir}. Type: npm start`);
  return holder;
}

/** Prints each part as it is replaced. @throws StackError when one could not be, or Holdfast ended meanwhile. */
async function follow(dataDir: string, first: RestartReport): Promise<void> {
  let report = first;
  for (let shown = 0; ; ) {
    for (const { name, ms } of report.replaced.slice(shown)) {
      console.log(`  ${name.padEnd(12)} replaced in ${(ms / 1_000).toFixed(1)} s`);
    }
    shown = report.replaced.length;
    if (report.end) break;
    await delay(LOOK_EVERY_MS);
    await requireHolder(dataDir);
    report = readRestartReport(dataDir) ?? report;
  }
  if (report.end.failure) throw new StackError(report.end.failure);
}

try {
  const dataDir = dataDirOf(process.env);
  await requireHolder(dataDir);
  await follow(dataDir, await askFor(dataDir));
  console.log('All of them run anew.');
} catch (error) {
  console.error(error instanceof StackError ? `\n${error.message}\n` : error);
  process.exit(1);
}
