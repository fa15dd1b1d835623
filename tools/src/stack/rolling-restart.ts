import { type RestartReport, writeRestartReport } from './restart-report.ts';
import type { Supervisor } from './supervisor.ts';

export type RollingRestart = {
  supervisor: Pick<Supervisor, 'replace'>;
  dataDir: string;
  /** The parts to replace, in this order. */
  names: string[];
  tell: (line: string) => void;
};

/**
 * Replaces one part after the other, each only when the one before it is done, and notes each step in the data
 * folder. The first failure ends it: what does not start once would not start twice, and the rest goes on as it was.
 */
export async function restartRolling({ supervisor, dataDir, names, tell }: RollingRestart): Promise<void> {
  const report: RestartReport = { startedAt: new Date().toISOString(), replaced: [] };
  const note = (step: Partial<RestartReport>) => writeRestartReport(dataDir, Object.assign(report, step));
  note({});
  for (const name of names) {
    const begun = performance.now();
    try {
      await supervisor.replace(name);
    } catch (error) {
      const failure = (error as Error).message;
      tell(`The rolling restart ends here: ${failure}`);
      return note({ end: { failure } });
    }
    const ms = Math.round(performance.now() - begun);
    tell(`${name} was replaced in ${(ms / 1_000).toFixed(1)} s`);
    note({ replaced: [...report.replaced, { name, ms }] });
  }
  const failure = names.length === 0 ? 'npm run dev starts again by itself what has changed.' : null;
  note({ end: { failure } });
}
