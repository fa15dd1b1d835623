import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Finding } from '../../checker/verdict.ts';
import { StackError } from '../../stack/stack-error.ts';
import type { RunOutcome } from '../chaos/run.ts';
import { EXIT_CODES, Interrupted } from '../rehearsal.ts';
import { applySabotage } from './apply.ts';
import { copyRepository } from './copy-repository.ts';
import type { Sabotage } from './sabotages.ts';

/** How many runs of chaos there may be, under this seed and those after it. */
export type Tries = { runs: number; seed: number };

/** What the checker said of the last of so many runs. */
export type SabotageOutcome = { sabotage: Sabotage; runs: number; findings: Finding[] };

/**
 * Rehearses chaos on a copy of the repository that is sabotaged, until a promise is seen broken.
 * @throws StackError when the copy cannot be built or rehearsed. @throws Interrupted
 */
export async function trySabotage(sabotage: Sabotage, tries: Tries): Promise<SabotageOutcome> {
  const folder = await copyRepository();
  try {
    await build(folder, await applySabotage(folder, sabotage));
    const outcomes = await rehearseChaos(folder, { ...tries, seconds: sabotage.seconds });
    return { sabotage, runs: outcomes.length, findings: outcomes.at(-1)?.verdict.findings ?? [] };
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

/** In a process of its own, with all that it starts from the copy. It stops at the first broken promise. */
async function rehearseChaos(
  folder: string,
  { runs, seed, seconds }: Tries & { seconds: number },
): Promise<RunOutcome[]> {
  const dataDir = path.join(folder, '.data');
  const args = ['chaos', '--runs', `${runs}`, '--seed', `${seed}`, '--seconds', `${seconds}`];
  const rehearsal = spawn(process.execPath, [path.join(folder, 'tools/src/rehearse.ts'), ...args], {
    cwd: folder,
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: 'inherit',
  });
  const [code] = await once(rehearsal, 'exit');
  if (code === EXIT_CODES.interrupted) throw new Interrupted('stopped');
  return readOutcomes(path.join(dataDir, 'rehearsals'));
}

async function readOutcomes(folder: string): Promise<RunOutcome[]> {
  try {
    const [report = ''] = await readdir(folder);
    return JSON.parse(await readFile(path.join(folder, report, 'runs.json'), 'utf8')) as RunOutcome[];
  } catch (error) {
    throw new StackError('The rehearsal has ended without a report; why is said above.', { cause: error });
  }
}
