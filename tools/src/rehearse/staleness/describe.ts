import type { Call, HistoryEntry } from '../../checker/history.ts';
import type { LeftOut } from '../chaos/fire.ts';
import type { HistoryWriter } from '../load/history-writer.ts';
import { count } from '../report/figures.ts';

const NOT_SAID = 'not said';

/** Counts the looks and changes of a rehearsal that were answered, while it goes on. */
export class ReadTally {
  changes = 0;
  reads = 0;
  /** Of them, by who had shown what their session had written last. */
  withSession = 0;
  /** By `x-cache`. */
  readonly bySource = new Map<string, number>();

  constructor(history: HistoryWriter) {
    history.on('entry', (entry: HistoryEntry) => {
      if (entry.type === 'call' && entry.answer.kind === 'ok') this.#count(entry);
    });
  }

  #count({ procedure, shown, cache = NOT_SAID }: Call): void {
    if (!/^catalog\.(product|list|search)$/.test(procedure)) {
      this.changes += 1;
      return;
    }
    this.reads += 1;
    if (shown !== undefined) this.withSession += 1;
    this.bySource.set(cache, (this.bySource.get(cache) ?? 0) + 1);
  }
}

/** For a person: how much was read and changed, from where answers came, and which faults could not be done. */
export function describeReads(tally: ReadTally, { leftOut }: { leftOut: LeftOut[] }): string {
  const { reads, withSession, changes, bySource } = tally;
  const sources = [...bySource].map(([source, times]) => `${source} ${count(times)}`).sort();
  return [
    `  reads      ${count(reads)} answered, ${count(withSession)} of them to who showed their own last write`,
    `  changes    ${count(changes)} acknowledged`,
    `  x-cache    ${sources.join(', ')}`,
    ...leftOut.map(({ fault: { kind, part }, why }) => `  left out   ${kind} ${part}: ${why}`),
  ].join('\n');
}
