import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Finding } from '../../checker/verdict.ts';
import { StackError } from '../../stack/stack-error.ts';
import type { RunOutcome } from '../chaos/run.ts';
import { applySabotage } from './apply.ts';
import { copyRepository } from './copy-repository.ts';
import type { Sabotage } from './sabotages.ts';

/** How many runs of chaos there may be, under this seed, else the sabotage's, and those after it. `stopped` ends them. */
export type Tries = { runs: number; seed: number | undefined; stopped: AbortSignal };

export type SabotageOutcome = {
  sabotage: Sabotage;
  runs: number;
  /** What the checker said of the last run: the first of the promises that the sabotage breaks, if it was caught. */
  caught: Finding | undefined;
  /** Other promises that were broken in any of the runs. */
  others: Finding[];
};

/**
 * Rehearses chaos on a copy of the repository that is sabotaged, run by run, each in a shop of its own, until the promise
 * is seen broken.
 * @throws StackError when the copy cannot be built or rehearsed. @throws what `stopped` was aborted with
 */
export async function trySabotage(
  sabotage: Sabotage,
  { runs, stopped, seed = sabotage.chaos.seed }: Tries,
): Promise<SabotageOutcome> {
  const outcome: SabotageOutcome = { sabotage, runs: 0, caught: undefined, others: [] };
  const folder = await copyRepository();
  try {
    await build(folder, await applySabotage(folder, sabotage));
    while (outcome.runs < runs && !outcome.caught) {
      const findings = await rehearseChaos(folder, {
        seed: seed + outcome.runs,
        seconds: sabotage.chaos.seconds,
        stopped,
      });
      const isMeant = ({ promise }: Finding) => sabotage.promises.includes(promise);
      outcome.runs += 1;
      outcome.caught = findings.find(isMeant);
      outcome.others.push(...findings.filter((finding) => !isMeant(finding)));
    }
    return outcome;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function build(folder: string, packages: string[]): Promise<void> {
  const compiler = path.join(folder, 'node_modules/.bin/tsc');
  try {
    await promisify(execFile)(compiler, ['-b', ...packages], { cwd: folder });
  } catch (error) {
    const { stdout } = error as { stdout: string };
    throw new StackError(`What was sabotaged cannot be built:\n${stdout}`);
  }
}

/** One run, in a process of its own, with all that it starts from the copy. */
async function rehearseChaos(
  folder: string,
  { seed, seconds, stopped }: { seed: number; seconds: number; stopped: AbortSignal },
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
  const [outcome] = await readOutcomes(path.join(dataDir, 'rehearsals'));
  return outcome?.verdict.findings ?? [];
}

async function readOutcomes(folder: string): Promise<RunOutcome[]> {
  try {
    const [report = ''] = await readdir(folder);
    return JSON.parse(await readFile(path.join(folder, report, 'runs.json'), 'utf8')) as RunOutcome[];
  } catch (error) {
    throw new StackError('The rehearsal has ended without a report; why is said above.', { cause: error });
  }
}
