import type { PrismaClient } from '@holdfast/db/prisma';
import type { Signals } from '@holdfast/db/signals';
import { markLsn } from '@holdfast/db/wal-position';
import { classifyError } from '@holdfast/db/classify-error';
import type { Logger } from '../log.ts';
import { withDeadline } from '../with-deadline.ts';

export type TailParts = {
  /** A connection of the tail's own to the primary: a busy pool must not look like a primary that is gone. */
  client: PrismaClient;
  signals: Signals;
  log: Logger;
};

/**
 * `gone`: the primary cannot be reached, so what has changed meanwhile cannot be known. `unknown`: it is there, but the
 * invalidations could not be read of it.
 */
export type Confirmation = 'confirmed' | 'unknown' | 'gone';

const POLL_MS = 200;
/** What is not confirmed for so long is not served as if it were. */
const CONFIRMED_FOR_MS = 1_000;
/** Longer than any entry lives, so that a mark does not end before what it guards. */
const MARK_KEPT_MS = 30 * 60_000;
/** Shorter than rows are kept, see `sweep`: after a longer silence some may be gone unread. */
const LONGEST_GAP_MS = 10 * 60_000;

/** A primary that does not answer so small a question for so long, time and again, is as good as gone. */
const PATIENCE_MS = 2_000;
/** Once proves nothing: the time of a process that stood still is over before it has read the answer that lies there. */
const GONE_AFTER_FAILURES = 2;
/** One may be under way, one brings a position that lay before it, one has looked after it; and one of them may fail. */
const MOST_POLLS = 4;

type Reading = {
  lsn: number;
  snapshot: string;
  tags: string[];
};
type Mark = { lsn: number; at: number };

/**
 * Follows the invalidations of all processes, each process by itself and from PostgreSQL alone: they come with their
 * transaction or not at all, and no death of Redis loses any.
 *
 * Of the rows those are read whose transaction the last reading's snapshot did not see, so none is missed however late its
 * transaction commits, and none is read twice. A row that is new gets a mark, a WAL position that is taken when the row can be seen:
 * what was filled at or past it has seen the change, be it from the primary or from a replica.
 */
export class InvalidationTail {
  readonly #parts: TailParts;
  readonly #marks = new Map<string, Mark>();
  /** Tags whose mark could not be taken yet. */
  readonly #unmarked = new Set<string>();
  /** What is older than this may have been invalidated before this process knew. */
  #floor = Number.POSITIVE_INFINITY;
  /** Of the last reading; null before the first. */
  #snapshot: string | null = null;
  #position = 0;
  /** The primary's position at the last reading. */
  #lastLsn = 0;
  #confirmedAt = Number.NEGATIVE_INFINITY;
  /** Readings that failed one after the other. */
  #failures = 0;
  #polling: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #unlisten: (() => void) | undefined;
  #closed = false;

  constructor(parts: TailParts) {
    this.#parts = parts;
  }

  /** Whether all is known that was committed up to a second ago. */
  get isConfirmed(): boolean {
    return performance.now() - this.#confirmedAt < CONFIRMED_FOR_MS;
  }

  /** For how long nothing has been confirmed, in ms. */
  get silentMs(): number {
    return performance.now() - this.#confirmedAt;
  }

  /** All that was committed before this WAL position (bytes) is known. */
  get position(): number {
    return this.#position;
  }

  /** What carries these tags must be at least as new as this (bytes of WAL). */
  markOf(tags: string[]): number {
    let mark = this.#floor;
    for (const tag of tags) mark = Math.max(mark, this.#marks.get(tag)?.lsn ?? 0);
    return mark;
  }

  /**
   * Knows, where the primary answers, all that was committed up to a second ago, and all that was committed before `lsn`
   * if that has been written at all. While the primary is known not to answer nobody waits for it.
   */
  async confirm(lsn = 0): Promise<Confirmation> {
    const asked = performance.now();
    const isKnown = () => (this.isConfirmed || this.#confirmedAt >= asked) && this.#unmarked.size === 0;
    for (let polls = 0; polls < MOST_POLLS; polls += 1) {
      if (isKnown() && this.#position >= lsn) break;
      if (this.#isGone) return 'gone';
      await this.#poll();
    }
    return isKnown() ? 'confirmed' : 'unknown';
  }

  /** Knows what was committed before this call, where the primary answers. For a process that serves nothing, nothing. */
  async catchUp(): Promise<void> {
    if (!this.#timer) return;
    // One that is under way may have looked before.
    await this.#polling;
    await this.#poll();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#unlisten?.();
    await this.#polling;
  }

  get #isGone(): boolean {
    return this.#failures >= GONE_AFTER_FAILURES;
  }

  #poll(): Promise<void> {
    this.#start();
    this.#polling ??= this.#readNew().finally(() => {
      this.#polling = undefined;
    });
    return this.#polling;
  }

  /** With the first reader: who serves nothing has nothing to follow. */
  #start(): void {
    if (this.#timer || this.#closed) return;
    this.#timer = setInterval(() => void this.#poll(), POLL_MS).unref();
    void this.#parts.signals
      .listen('cache_invalidation', () => void this.catchUp())
      .then((unlisten) => {
        this.#unlisten = unlisten;
      });
  }

  async #readNew(): Promise<void> {
    if (this.#closed) return;
    const begun = performance.now();
    try {
      if (begun - this.#confirmedAt > LONGEST_GAP_MS) this.#forget();
      this.#apply(await withDeadline(PATIENCE_MS, () => this.#read()), begun);
      if (this.#unmarked.size > 0 || this.#floor === Number.POSITIVE_INFINITY) {
        await withDeadline(PATIENCE_MS, () => this.#mark(begun));
      }
      this.#confirmedAt = begun;
      this.#failures = 0;
    } catch (error) {
      if (isAway(error)) this.#failures += 1;
      if (this.#failures === GONE_AFTER_FAILURES) {
        this.#parts.log.warn({ err: error }, 'invalidations cannot be followed');
      }
    }
  }

  #forget(): void {
    this.#floor = Number.POSITIVE_INFINITY;
    this.#snapshot = null;
  }

  async #read(): Promise<Reading> {
    const [reading] = await this.#parts.client.$queryRaw<Reading[]>`
      SELECT pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::float8 AS lsn,
             pg_current_snapshot()::text AS snapshot,
             ARRAY(SELECT DISTINCT unnest(tags) FROM cache_invalidation
                   WHERE xid >= pg_snapshot_xmin(${this.#snapshot}::text::pg_snapshot)
                     AND NOT pg_visible_in_snapshot(xid, ${this.#snapshot}::text::pg_snapshot)) AS tags`;
    if (!reading) throw new Error('the primary gave no answer');
    return reading;
  }

  /** At once and as a whole: nobody may see the position before the marks. */
  #apply({ lsn, snapshot, tags }: Reading, at: number): void {
    for (const tag of tags) {
      this.#unmarked.add(tag);
      this.#setMark(tag, { lsn: Number.POSITIVE_INFINITY, at });
    }
    this.#snapshot = snapshot;
    // Told by the reading before this one, so this one has looked after it.
    this.#position = this.#lastLsn;
    this.#lastLsn = lsn;
  }

  async #mark(at: number): Promise<void> {
    const tags = [...this.#unmarked];
    const lsn = await markLsn(this.#parts.client);
    if (this.#floor === Number.POSITIVE_INFINITY) this.#floor = lsn;
    for (const tag of tags) {
      this.#setMark(tag, { lsn, at });
      this.#unmarked.delete(tag);
    }
    for (const [tag, mark] of this.#marks) {
      if (at - mark.at < MARK_KEPT_MS) break;
      this.#marks.delete(tag);
    }
  }

  /** The newest last, so that the oldest are found first. */
  #setMark(tag: string, mark: Mark): void {
    this.#marks.delete(tag);
    this.#marks.set(tag, mark);
  }
}

/** A server that refuses one more connection, or this statement, is there. */
function isAway(error: unknown): boolean {
  const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
  return isTimeout || classifyError(error) === 'lost';
}
