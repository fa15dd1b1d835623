import { StackError } from '../../stack/stack-error.ts';
import { type CopyRun, describeRun, rehearseInCopy } from './rehearse-copy.ts';

/** Runs in which nothing is sabotaged: where the checker accuses a whole shop, it would accuse a broken one as well. */
export class Controls {
  readonly #clean = new Set<string>();

  /**
   * Rehearses a run on a copy that is not sabotaged yet, once however often it is asked for.
   * @throws StackError when a promise is said to be broken, and what rehearseInCopy throws
   */
  async requireClean(folder: string, run: CopyRun, stopped: AbortSignal): Promise<void> {
    const name = describeRun(run);
    if (this.#clean.has(name)) return;
    console.log(`First the same without a sabotage, ${name}:`);
    const [finding] = await rehearseInCopy(folder, run, stopped);
    if (finding) {
      throw new StackError(
        `Without a sabotage a promise is said to be broken: ${finding.what} While that is so, no sabotage can be said to be caught. To see it: npm run rehearse -- ${name}`,
      );
    }
    this.#clean.add(name);
  }
}
