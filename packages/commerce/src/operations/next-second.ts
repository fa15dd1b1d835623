import { setTimeout as pause } from 'node:timers/promises';

/** The start of this second by the clock, in ms. */
export function thisSecond(): number {
  return Math.floor(Date.now() / 1_000) * 1_000;
}

/** Waits for the second after `last` to begin, unless it has, and gives the one that it is then; no longer than `signal` allows. */
export async function nextSecond(last: number, signal: AbortSignal): Promise<number> {
  // More than once: a timer may end a millisecond early.
  while (thisSecond() === last && !signal.aborted) {
    await pause(1_000 - (Date.now() % 1_000), undefined, { signal }).catch(() => {});
  }
  return thisSecond();
}
