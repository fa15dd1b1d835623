import { within } from '../register.ts';
import type { Look } from './looks.ts';
import type { Write } from './shelf.ts';

/** Whether what was shown stood there before this write alone: nothing that met it or came later has set it. */
export function isOlderThan({ call, label, value }: Look, demanded: Write): boolean {
  const possible = within(label.writes, { since: demanded.from, until: call.to });
  return !possible.some((write) => write.value === value);
}

/** Of those that a look has to show, the one that began last. */
export function lastWrite({ label }: Look, isDemanded: (write: Write) => boolean): Write | undefined {
  return label.writes.reduce<Write | undefined>((last, write) => {
    const isLater = last === undefined || write.from >= last.from;
    return isLater && isDemanded(write) ? write : last;
  }, undefined);
}
