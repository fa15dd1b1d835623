import type { Deps } from '../deps.ts';

/**
 * How new what one caller reads must be: as new as their own last write, so that time never goes back for them. Positions
 * in the WAL of the primary, in bytes.
 */
export class CallerPosition {
  #written = 0;
  #shown = 0;

  /** The caller's write is seen by whoever reads at or past this. */
  wrote(lsn: number): void {
    this.#written = Math.max(this.#written, lsn);
  }

  /** The caller has shown that they know of something as new as this. */
  shows(lsn: number): void {
    this.#shown = Math.max(this.#shown, lsn);
  }

  /** 0 when this request has written nothing that others read. */
  get written(): number {
    return this.#written;
  }

  /** What this caller's reads must be at least as new as. */
  get minLsn(): number {
    return Math.max(this.#written, this.#shown);
  }
}

/** Tells the caller a position that has seen all that is committed by now. Their write stands, whether this succeeds or not. */
export async function noteWrite(deps: Pick<Deps, 'db' | 'log' | 'position'>): Promise<void> {
  try {
    deps.position?.wrote(await deps.db.markLsn());
  } catch (error) {
    deps.log.warn({ err: error }, 'a write is answered without its position');
  }
}
