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
