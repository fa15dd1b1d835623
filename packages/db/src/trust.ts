/** A server that was away is trusted again after it has been well for this long... */
const STEADY_MS = 1_000;
/** ...and for twice as long each time that it goes away within a minute of that, up to this. */
const LONGEST_STEADY_MS = 30_000;
const FLAPPING_MS = 60_000;

/** Whether a server that comes and goes is to be used. Times are of any one clock, in ms. */
export class Trust {
  #failedAt = Number.NEGATIVE_INFINITY;
  #trustedAt = Number.NEGATIVE_INFINITY;
  #steadyMs = STEADY_MS;
  #isTrusted = true;

  /** The server was not well. */
  failed(now: number): void {
    if (this.#isTrusted) {
      const isFlapping = now - this.#trustedAt < FLAPPING_MS;
      this.#steadyMs = isFlapping ? Math.min(this.#steadyMs * 2, LONGEST_STEADY_MS) : STEADY_MS;
    }
    this.#isTrusted = false;
    this.#failedAt = now;
  }

  /** The server was well. @returns whether it may be used. */
  succeeded(now: number): boolean {
    if (!this.#isTrusted && now - this.#failedAt >= this.#steadyMs) {
      this.#isTrusted = true;
      this.#trustedAt = now;
    }
    return this.#isTrusted;
  }
}
