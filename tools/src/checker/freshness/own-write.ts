import type { Call } from '../history.ts';
import { isBefore } from '../read-call.ts';

/** Of the reader's own changes that were acknowledged before it asked, the one that began last. */
export function lastOwn<C extends { call: Call; from: number }>(changes: C[], read: Call): C | undefined {
  return changes.reduce<C | undefined>((last, change) => {
    const { call, from } = change;
    const isOwn = call.session === read.session && call.answer.kind === 'ok' && isBefore(call, read);
    return isOwn && (last === undefined || from >= last.from) ? change : last;
  }, undefined);
}
