import { HISTORY_MS, type HistorySample } from '@holdfast/shared/contracts/operations';

/** A figure a second, oldest first. `null`: not known, or not seen. */
export type Column = (number | null)[];

/** One for each second. */
export const SLOTS = HISTORY_MS / 1_000;

/**
 * The last 15 minutes, a slot a second, in arrays that keep their identity and their length: new seconds push old
 * ones out at the start.
 */
export class HistoryRing {
  /** The seconds since 1970 that the slots stand for. */
  readonly times: number[] = Array.from({ length: SLOTS }, (_, slot) => slot - SLOTS + 1);
  readonly #columns = new Map<string, Column>();

  /** Writes the sample into the slot of its second, over what was there. One that is too old is left out. */
  put(sample: HistorySample): void {
    const second = Math.floor(Date.parse(sample.at) / 1_000);
    this.#moveTo(second);
    const slot = SLOTS - 1 - (this.#last() - second);
    if (slot < 0) return;
    for (const [key, value] of figuresOf(sample)) this.column(key)[slot] = value;
  }

  /** The same for many, oldest first: the newest makes room for all, so that the arrays move once. */
  putAll(samples: HistorySample[]): void {
    for (const sample of samples.toReversed()) this.put(sample);
  }

  /** The figures of this key, as long as `times`. */
  column(key: string): Column {
    const known = this.#columns.get(key);
    if (known) return known;
    const column: Column = new Array(SLOTS).fill(null);
    this.#columns.set(key, column);
    return column;
  }

  #last(): number {
    return this.times.at(-1) ?? 0;
  }

  #moveTo(second: number): void {
    const steps = Math.min(second - this.#last(), SLOTS);
    if (steps <= 0) return;
    for (let slot = 0; slot < SLOTS; slot += 1) this.times[slot] = second - SLOTS + 1 + slot;
    for (const [key, column] of this.#columns) {
      column.copyWithin(0, steps).fill(null, SLOTS - steps);
      // A queue or a replica that is no more.
      if (column.every((value) => value === null)) this.#columns.delete(key);
    }
  }
}

function figuresOf(sample: HistorySample): [string, number | null][] {
  return [
    ...sample.queues.flatMap(({ name, waiting, oldestWaitingMs, perSecond }): [string, number | null][] => [
      [`waiting:${name}`, waiting],
      // Nothing waits: the oldest job is no age old. Unknown only where the queue could not be read.
      [`oldest:${name}`, waiting === 0 ? 0 : oldestWaitingMs],
      [`perSecond:${name}`, perSecond],
    ]),
    ...sample.replicas.map(({ name, lagMs }): [string, number | null] => [`lag:${name}`, lagMs]),
    ['cacheRatio', sample.cacheRatio],
    ['rps', sample.rps],
    ['p95', sample.p95Ms],
    ['outbox', sample.outboxPending],
    ['ordersPerMinute', sample.ordersPerMinute],
  ];
}
