import type { Database } from '@holdfast/db/database';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

export type JobMetrics = {
  /** Call what it returns when the attempt has ended. */
  start(job: string): (outcome: 'done' | 'failed') => void;
};

/** Attempts by job and outcome with their times, and how far the outbox lags. */
export function createJobMetrics(registry: Registry, db: Database): JobMetrics {
  const attempts = new Counter({
    name: 'job_attempts_total',
    help: 'Attempts at jobs, by job and outcome',
    labelNames: ['job', 'outcome'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'job_attempt_duration_seconds',
    help: 'How long an attempt at a job took',
    labelNames: ['job'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
    registers: [registry],
  });
  const lag = new Gauge({
    name: 'outbox_lag_seconds',
    help: 'How long the job that is due longest has been waiting for the relay; 0 when none is',
    registers: [],
    async collect() {
      // A dead database must not take the other figures with it.
      this.set(await readLag(db).catch(() => Number.NaN));
    },
  });
  registry.registerMetric(lag);
  return {
    start: (job) => {
      const stop = seconds.startTimer({ job });
      return (outcome) => {
        stop();
        attempts.inc({ job, outcome });
      };
    },
  };
}

async function readLag(db: Database): Promise<number> {
  const [row] = await db.primary.$queryRaw<{ lag: number }[]>`
    SELECT coalesce(greatest(extract(epoch FROM now() - min(due_at)), 0), 0)::float8 AS lag
    FROM outbox_event WHERE closed_at IS NULL AND dead_at IS NULL`;
  return row?.lag ?? 0;
}
