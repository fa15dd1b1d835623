import { createHistogram } from 'node:perf_hooks';

/** Nobody waits longer: what took more counts as this. */
const LONGEST_MS = 600_000;

/** In ms, within 1 % of the exact value. */
export type Percentiles = { p50: number; p95: number; p99: number };

/** How long calls took, in a memory that does not grow with their number (an HdrHistogram). */
export class Latencies {
  readonly #histogram = createHistogram({ lowest: 1, highest: LONGEST_MS, figures: 2 });
  #max = 0;

  /** Exact, in ms; 0 when there was no call. */
  get max(): number {
    return this.#max;
  }

  record(ms: number): void {
    const kept = Math.min(Math.max(0, Math.round(ms)), LONGEST_MS);
    this.#max = Math.max(this.#max, kept);
    // The histogram refuses 0.
    this.#histogram.record(Math.max(1, kept));
  }

  add(other: Latencies): void {
    this.#max = Math.max(this.#max, other.#max);
    this.#histogram.add(other.#histogram);
  }

  /** Null when there was no call. */
  percentiles(): Percentiles | null {
    if (this.#histogram.count === 0) return null;
    return { p50: this.#percentile(50), p95: this.#percentile(95), p99: this.#percentile(99) };
  }

  /** The histogram answers the upper end of a step, which may lie above all that was recorded. */
  #percentile(share: number): number {
    return Math.min(this.#histogram.percentile(share), this.#max);
  }
}
