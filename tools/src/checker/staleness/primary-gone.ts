import type { Call } from '../history.ts';
import type { History } from '../history-index.ts';
import { within } from '../register.ts';

/** The primary is there again before the shop has found it again. */
const FOUND_AGAIN_MS = 5_000;

/** Whether the answer says that it may be old. */
export function isMarkedStale({ cache }: Call): boolean {
  return cache === 'stale';
}

/** Whether the primary, or the way to it of one API process at least, was broken while the call was under way, or just before. */
export function wasPrimaryGone({ faults }: History, { from, to }: Call): boolean {
  const gone = faults.filter(({ kind, part }) => part === 'postgres' || kind === 'deafen');
  return within(gone, { since: from - FOUND_AGAIN_MS, until: to }).length > 0;
}
