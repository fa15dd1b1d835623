import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Finding, Verdict } from '../../checker/verdict.ts';
import { StackError } from '../../stack/stack-error.ts';

/** One run of a rehearsal that has a shop of its own: from its seed follows what is done to that, `options` is what else is typed. */
export type CopyRun = { rehearsal: 'chaos' | 'staleness'; options: string; seed: number };

/** What is typed for it. */
export function describeRun({ rehearsal, seed, options }: CopyRun): string {
  return `${rehearsal} --seed ${seed} ${options}`;
}

/**
 * One run in a process of its own, with all that it starts from this copy of the repository.
 * @returns what the checker found. @throws StackError when the run did not come to a verdict
 * @throws what `stopped` was aborted with
 */
export async function rehearseInCopy(folder: string, run: CopyRun, stopped: AbortSignal): Promise<Finding[]> {
  stopped.throwIfAborted();
  const dataDir = path.join(folder, '.data');
  await rm(dataDir, { recursive: true, force: true });
  const program = path.join(folder, 'tools/src/rehearse.ts');
  const rehearsal = spawn(process.execPath, [program, ...describeRun(run).split(' ')], {
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

type Judged = { verdict: Pick<Verdict, 'findings'> };

/** @param folder holds the report of one rehearsal, of one run or of several. @throws StackError when it does not */
export async function readFindings(folder: string): Promise<Finding[]> {
  try {
    const [rehearsal = ''] = await readdir(folder);
    const report = await readFile(path.join(folder, rehearsal, 'report.json'), 'utf8');
    const judged = JSON.parse(report) as Judged | { runs: Judged[] };
    const runs = 'runs' in judged ? judged.runs : [judged];
    return runs.flatMap(({ verdict }) => verdict.findings);
  } catch (error) {
    throw new StackError('The rehearsal has ended without a report; why is said above.', { cause: error });
  }
}
