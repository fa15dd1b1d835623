import type { Deps } from '@holdfast/commerce/deps';
import { sweep } from './sweep.ts';

const SWEEP_EVERY_MS = 60_000;

/** Does what is to be done now and then, until stopped. Several workers take turns. */
export function startSchedules(deps: Pick<Deps, 'db' | 'log'>): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(() => sweep(deps))
      .catch((error) => deps.log.warn({ err: error }, 'the sweep failed and is tried again'));
  }, SWEEP_EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
