import { useSyncExternalStore } from 'react';

const neverChanges = () => () => undefined;

/** False on the server and in the browser's first render, which must be the same; true from then on. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
}
