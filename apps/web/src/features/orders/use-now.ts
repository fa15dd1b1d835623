import { useSyncExternalStore } from 'react';

const TICK_MS = 1_000;

/** The time in whole seconds, or null while the server renders. */
export function useNow(): number | null {
  return useSyncExternalStore(
    tick,
    () => Math.floor(Date.now() / TICK_MS) * TICK_MS,
    () => null,
  );
}

function tick(tell: () => void): () => void {
  const timer = setInterval(tell, TICK_MS);
  return () => clearInterval(timer);
}
