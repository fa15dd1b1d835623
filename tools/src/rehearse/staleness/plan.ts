import type { Start } from '../../checker/history.ts';
import type { PlannedFault } from '../chaos/faults.ts';

/** A product that is watched: one variant of it is changed again and again. */
export type WatchedItem = { handle: string; title: string; variantId: string; currency: string };

/** What the clients of a rehearsal do, until `seconds` are over and all of it is done. */
export type ClientsPlan = {
  apiUrl: string;
  /** The operator's, for who changes things. */
  accessToken: string;
  seed: number;
  items: WatchedItem[];
  seconds: number;
  /** By sessions, each of which looks so often at what it has just changed. */
  changes: number;
  looksPerChange: number;
  /** Looks of those who have changed nothing. */
  visits: number;
};

/** A rehearsal of reads in a shop to which something is done meanwhile. */
export type ReadsPlan = Pick<ClientsPlan, 'seed' | 'seconds' | 'changes' | 'looksPerChange' | 'visits'> & {
  rehearsal: Start['rehearsal'];
  /** What else was typed. */
  options: string;
  faults: PlannedFault[];
};
