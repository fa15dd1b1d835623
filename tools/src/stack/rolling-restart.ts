import { type RestartReport, writeRestartReport } from './restart-report.ts';
import type { Supervisor } from './supervisor.ts';

export type RollingRestart = {
  supervisor: Pick<Supervisor, 'replace'>;
  dataDir: string;
  /** The parts to replace, in this order. */
  names: string[];
  /** Brings the database to where the new code expects it. The old code gets along with it: migrations only add. */
  migrate: () => Promise<void>;
  tell: (line: string) => void;
};

/**
 * Takes requests for rolling restarts from now on, by SIGUSR2; one that comes while a restart is under way asks for
 * nothing new.
 */
export function restartOnRequest(restart: RollingRestart): void {
  const { dataDir, tell } = restart;
  let begun = 0;
  let running: Promise<void> | undefined;
  const begin = () => {
    begun += 1;
    return restartRolling(restart, { supervisor: process.pid, begun, replaced: [] })
      .catch((error: Error) => tell(`The rolling restart cannot tell how it goes: ${error.message}`))
      .finally(() => {
        running = undefined;
      });
  };
  process.on('SIGUSR2', () => {
    running ??= begin();
  });
  writeRestartReport(dataDir, { supervisor: process.pid, begun, replaced: [], end: { failure: null } });
}

/**
 * Replaces one part after the other, each only when the one before it is done, and notes each step in the data
 * folder. The first failure ends it: what does not start once would not start twice, and the rest goes on as it was.
 */
async function restartRolling(restart: RollingRestart, report: RestartReport): Promise<void> {
  const { dataDir, tell } = restart;
  writeRestartReport(dataDir, report);
  const failure = await replaceAll(restart, report).then(
    () => null,
    (error: Error) => error.message,
  );
  if (failure) tell(`The rolling restart ends here: ${failure}`);
  writeRestartReport(dataDir, { ...report, end: { failure } });
}

/** @throws Error with the reason why the parts that are left were not replaced. */
async function replaceAll(restart: RollingRestart, report: RestartReport): Promise<void> {
  const { supervisor, dataDir, names, migrate, tell } = restart;
  if (names.length === 0) throw new Error('npm run dev starts again by itself what has changed.');
  await migrate();
  for (const name of names) {
    const begun = performance.now();
    await supervisor.replace(name);
    const ms = Math.round(performance.now() - begun);
    tell(`${name} was replaced in ${(ms / 1_000).toFixed(1)} s`);
    report.replaced.push({ name, ms });
    writeRestartReport(dataDir, report);
  }
}
