import { useSyncExternalStore } from 'react';

type DrawerState = {
  isOpen: boolean;
  /** What was put into the cart just now, by its title. */
  added: string | null;
};

const CLOSED: DrawerState = { isOpen: false, added: null };

let state = CLOSED;
const watchers = new Set<() => void>();

/** The button in the header owns the drawer; whatever adds to the cart opens it from anywhere. */
export function openCartDrawer(added: string | null = null): void {
  change({ isOpen: true, added });
}

export function closeCartDrawer(): void {
  change(CLOSED);
}

/** The cart was changed: what was added before is no news any more. */
export function forgetAdded(): void {
  if (state.added !== null) change({ ...state, added: null });
}

export function useCartDrawer(): DrawerState {
  return useSyncExternalStore(
    watch,
    () => state,
    () => CLOSED,
  );
}

function change(next: DrawerState): void {
  state = next;
  for (const tell of watchers) tell();
}

function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}
