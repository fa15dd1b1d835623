import { setTimeout as delay } from 'node:timers/promises';
import { findLockHolder } from './stack/lock.ts';
import { type RestartReport, readRestartReport } from './stack/restart-report.ts';
import { dataDirOf } from './stack/settings.ts';
import { StackError } from './stack/stack-error.ts';

const LOOK_EVERY_MS = 100;

/** @throws StackError when nothing runs on the data folder, or nothing that could be asked for a restart. */
async function readReport(dataDir: string): Promise<RestartReport> {
  const holder = await findLockHolder(dataDir);
  if (holder === undefined) throw new StackError(`Holdfast does not run on ${dataDir}. Type: npm start`);
  const report = readRestartReport(dataDir);
  if (report?.supervisor === holder) return report;
  throw new StackError(
    'Holdfast is not ready yet, or was started by a version that cannot do this. Wait until it is ready, else stop it and type: npm start',
  );
}

/** Looks until the report is as wanted. */
async function reportThat(
  dataDir: string,
  isWanted: (report: RestartReport) => boolean,
): Promise<RestartReport> {
  for (;;) {
    const report = await readReport(dataDir);
    if (isWanted(report)) return report;
    await delay(LOOK_EVERY_MS);
  }
}

/** Prints each part as it is replaced. @throws StackError when one could not be, or Holdfast ended meanwhile. */
async function follow(dataDir: string): Promise<void> {
  for (let shown = 0; ; ) {
    const { replaced, end } = await reportThat(
      dataDir,
      (now) => Boolean(now.end) || now.replaced.length > shown,
    );
    for (const { name, ms } of replaced.slice(shown)) {
      console.log(`  ${name.padEnd(12)} replaced in ${(ms / 1_000).toFixed(1)} s`);
    }
    shown = replaced.length;
    if (end?.failure) throw new StackError(end.failure);
    if (end) return;
  }
}

async function restart(dataDir: string): Promise<void> {
  // One that is under way began before what we bring was built.
  if (!(await readReport(dataDir)).end)
    console.log('Another restart is under way: this one begins after it.');
  const before = await reportThat(dataDir, ({ end }) => end !== undefined);
  process.kill(before.supervisor, 'SIGUSR2');
  await reportThat(dataDir, ({ begun }) => begun > before.begun);
  await follow(dataDir);
  console.log('All of them run anew.');
}

try {
  await restart(dataDirOf(process.env));
} catch (error) {
  console.error(error instanceof StackError ? `\n${error.message}\n` : error);
  process.exit(1);
}
