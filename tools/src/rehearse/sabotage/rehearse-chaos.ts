import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Finding } from '../../checker/verdict.ts';
import { StackError } from '../../stack/stack-error.ts';
import type { Run } from '../report/report.ts';

/** One run of `rehearse chaos`: the seed, and how long its rush lasts in s. */
export type ChaosRun = { seed: number; seconds: number };

/**
 * One run in a process of its own, with all that it starts from this copy of the repository.
 * @returns what the checker found. @throws StackError when the run did not come to a verdict
 * @throws what `stopped` was aborted with
 */
export async function rehearseChaos(
  folder: string,
  { seed, seconds }: ChaosRun,
  stopped: AbortSignal,
): Promise<Finding[]> {
  stopped.throwIfAborted();
  const dataDir = path.join(folder, '.data');
  await rm(dataDir, { recursive: true, force: true });
  const args = ['chaos', '--runs', '1', '--seed', `${seed}`, '--seconds', `${seconds}`];
  const rehearsal = spawn(process.execPath, [path.join(folder, 'tools/src/rehearse.ts'), ...args], {
    cwd: folder,
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: 'inherit',
  });
  // It gives back all that it has started, so it is asked to end and waited for.
  const end = () => rehearsal.kill('SIGINT');
  stopped.addEventListener('abort', end);
  await once(rehearsal, 'exit');
  stopped.removeEventListener('abort', end);
  stopped.throwIfAborted();
  return readFindings(path.join(dataDir, 'rehearsals'));
}

/** @param folder holds the report of one rehearsal of several runs. @throws StackError when it does not */
export async function readFindings(folder: string): Promise<Finding[]> {
  try {
    const [rehearsal = ''] = await readdir(folder);
    const report = await readFile(path.join(folder, rehearsal, 'report.json'), 'utf8');
    const { runs } = JSON.parse(report) as { runs: Pick<Run, 'verdict'>[] };
    return runs.flatMap(({ verdict }) => verdict.findings);
  } catch (error) {
    throw new StackError('The rehearsal has ended without a report; why is said above.', { cause: error });
  }
}
