import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

const WINDOW_SECONDS = 10;
const LONGEST_MICROSECONDS = 600_000_000;

/** Node tells these of every HTTP server in the process: no part of Next has to be wrapped. */
const STARTED = 'http.server.request.start';
const FINISHED = 'http.server.response.finish';

type Exchange = { request: object };
type Second = { second: number; times: RecordableHistogram };

/** Rate and p95 of what this process answered in the last 10 s; an answer that broke off is not counted. */
export function watchRequests(): { read(): { rps: number; p95Ms: number | null }; stop(): void } {
  const startedAt = new WeakMap<object, number>();
  const seconds: Second[] = Array.from({ length: WINDOW_SECONDS }, () => ({
    second: 0,
    times: newHistogram(),
  }));
  const onStart = (message: unknown): void => {
    startedAt.set((message as Exchange).request, performance.now());
  };
  const onFinish = (message: unknown): void => {
    const start = startedAt.get((message as Exchange).request);
    if (start !== undefined) record(seconds, performance.now() - start);
  };
  subscribe(STARTED, onStart);
  subscribe(FINISHED, onFinish);
  return {
    read: () => summarise(seconds),
    stop: () => {
      unsubscribe(STARTED, onStart);
      unsubscribe(FINISHED, onFinish);
    },
  };
}

function currentSecond(): number {
  return Math.floor(performance.now() / 1_000);
}

function record(seconds: Second[], milliseconds: number): void {
  const second = currentSecond();
  const bucket = seconds[second % WINDOW_SECONDS];
  if (!bucket) return;
  if (bucket.second !== second) {
    bucket.second = second;
    bucket.times.reset();
  }
  bucket.times.record(Math.min(LONGEST_MICROSECONDS, Math.max(1, Math.round(milliseconds * 1_000))));
}

function summarise(seconds: Second[]): { rps: number; p95Ms: number | null } {
  const oldest = currentSecond() - WINDOW_SECONDS;
  const all = newHistogram();
  for (const { second, times } of seconds) if (second > oldest) all.add(times);
  return {
    rps: all.count / WINDOW_SECONDS,
    p95Ms: all.count === 0 ? null : all.percentile(95) / 1_000,
  };
}

function newHistogram(): RecordableHistogram {
  return createHistogram({ lowest: 1, highest: LONGEST_MICROSECONDS, figures: 2 });
}
