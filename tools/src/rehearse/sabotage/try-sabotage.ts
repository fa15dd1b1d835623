import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Finding } from '../../checker/verdict.ts';
import { StackError } from '../../stack/stack-error.ts';
import { applySabotage } from './apply.ts';
import type { Controls } from './controls.ts';
import { copyRepository } from './copy-repository.ts';
import { rehearseInCopy } from './rehearse-copy.ts';
import type { Sabotage } from './sabotages.ts';

/** How many runs there may be, under this seed, else the sabotage's, and those after it. `stopped` ends them. */
export type Tries = { runs: number; seed: number | undefined; controls: Controls; stopped: AbortSignal };

export type SabotageOutcome = {
  sabotage: Sabotage;
  runs: number;
  /** What the checker said of the last run: the first of the promises that the sabotage breaks, if it was caught. */
  caught: Finding | undefined;
  /** Other promises that were broken in any of the runs. */
  others: Finding[];
};

/**
 * Rehearses on a copy of the repository: the first run as it is, which must be clean, then sabotaged, run by run,
 * each in a shop of its own, until the promise is seen broken.
 * @throws StackError when the copy is not clean, or cannot be built or rehearsed. @throws what `stopped` was aborted with
 */
export async function trySabotage(
  sabotage: Sabotage,
  { runs, controls, stopped, seed = sabotage.run.seed }: Tries,
): Promise<SabotageOutcome> {
  const { run } = sabotage;
  const outcome: SabotageOutcome = { sabotage, runs: 0, caught: undefined, others: [] };
  const folder = await copyRepository();
  try {
    await controls.requireClean(folder, { ...run, seed }, stopped);
    await build(folder, await applySabotage(folder, sabotage));
    while (outcome.runs < runs && !outcome.caught) {
      const findings = await rehearseInCopy(folder, { ...run, seed: seed + outcome.runs }, stopped);
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
