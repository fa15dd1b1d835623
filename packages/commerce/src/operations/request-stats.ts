import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

const WINDOW_SECONDS = 10;
const LONGEST_MICROSECONDS = 600_000_000;

/** Rate and p95 of what a process answered in the last 10 s: one histogram a second, ten of them in turn. */
export class RequestStats {
  readonly #seconds = Array.from({ length: WINDOW_SECONDS }, () => ({ second: 0, times: newHistogram() }));

  record(milliseconds: number): void {
    const second = Math.floor(performance.now() / 1_000);
    const bucket = this.#seconds[second % WINDOW_SECONDS];
    if (!bucket) return;
    if (bucket.second !== second) {
      bucket.second = second;
      bucket.times.reset();
    }
    bucket.times.record(Math.min(LONGEST_MICROSECONDS, Math.max(1, Math.round(milliseconds * 1_000))));
  }

  /** `rps` per second; `p95Ms` is null when nothing was answered. */
  read(): { rps: number; p95Ms: number | null } {
    const oldest = Math.floor(performance.now() / 1_000) - WINDOW_SECONDS;
    const all = newHistogram();
    for (const { second, times } of this.#seconds) if (second > oldest) all.add(times);
    return {
      rps: all.count / WINDOW_SECONDS,
      p95Ms: all.count === 0 ? null : all.percentile(95) / 1_000,
    };
  }
}

function newHistogram(): RecordableHistogram {
  return createHistogram({ lowest: 1, highest: LONGEST_MICROSECONDS, figures: 2 });
}
