import { type ReadLoad, type ReadRound, runReadLoad } from './read-load.ts';

/** What the process tells who started it. */
export type Outcome = { round: ReadRound } | { failure: string };

async function outcomeOf(load: ReadLoad): Promise<Outcome> {
  try {
    return { round: await runReadLoad(load) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

async function run(load: ReadLoad): Promise<void> {
  const outcome = await outcomeOf(load);
  process.send?.(outcome, () => process.disconnect());
}

process.once('message', (load: ReadLoad) => void run(load));
