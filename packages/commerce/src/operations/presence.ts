const STEADY_MS = 1_500;

/**
 * Whether a part is there to be relied on: it answers, and was not lost in the last 1.5 s. A part that was away for
 * a moment between two looks is thus seen by whoever looks once a second, and one that comes and goes is not
 * shown as healthy.
 */
export class Presence {
  #lostAt = Number.NEGATIVE_INFINITY;

  /** It has just gone away. */
  lost(): void {
    this.#lostAt = performance.now();
  }

  isSteady(answersNow: boolean): boolean {
    if (!answersNow) this.lost();
    return performance.now() - this.#lostAt >= STEADY_MS;
  }
}
