import { openDeadLetters } from '@holdfast/commerce/infra/queue';
import { SlidingCounter } from '@holdfast/commerce/infra/sliding-counter';
import { QUEUE_KINDS, QUEUES, type QueueName } from '@holdfast/shared/jobs';
import type { Job, Queue } from 'bullmq';
import type { WorkerDeps } from './handlers.ts';
import type { JobMetrics } from './job-metrics.ts';
import { openWorkers } from './open-workers.ts';
import { recordFailure } from './record-failure.ts';
import { runJob } from './run-job.ts';

export type WorkersOptions = { redisUrl: string; prefix: string; metrics: JobMetrics };

export type Workers = {
  deadLetters: Queue;
  /** Whether jobs would be taken if there were any. */
  areTaking(): boolean;
  /** Jobs finished, by queue, over the last 10 s. */
  perSecond(): Record<QueueName, number>;
  /** How long no attempt of this queue was at work here; 0 while one is. */
  idleMs(queue: QueueName): number;
  /** Jobs at a time of this queue in this process, from now on. */
  setConcurrency(queue: QueueName, jobs: number): void;
  /** Begins anew with new connections. What is at work loses its lock and is run again, which does no harm. */
  rebuild(): void;
  /** Takes no more jobs and waits for those at work, for `ms` at most; what is left then is run again elsewhere. */
  close(ms: number): Promise<void>;
};

type Activity = { running: number; movedAt: number; finished: SlidingCounter };

/** Starts working off all queues. */
export function startWorkers(deps: WorkerDeps, options: WorkersOptions): Workers {
  const { log } = deps;
  const { redisUrl, prefix, metrics } = options;
  const deadLetters = openDeadLetters(redisUrl, log, prefix);
  const activity = perQueue<Activity>(() => ({
    running: 0,
    movedAt: performance.now(),
    finished: new SlidingCounter(),
  }));
  const concurrency = perQueue((name) => QUEUE_KINDS[name].concurrency);
  const noting = new Set<Promise<void>>();
  const open = () =>
    openWorkers({
      redisUrl,
      prefix,
      log,
      concurrency,
      process: (queue, job) => whileRunning(activity[queue], () => runMeasured(deps, job, metrics)),
      completed: (queue) => activity[queue].finished.add(),
      failed: (job, error) => {
        const note = recordFailure({ deps, deadLetters }, job, error).finally(() => noting.delete(note));
        noting.add(note);
      },
    });
  let opened = open();
  return {
    deadLetters,
    areTaking: () =>
      opened.isConnected() &&
      Object.values(opened.workers).every((worker) => worker.isRunning() && !worker.isPaused()),
    perSecond: () => perQueue((name) => activity[name].finished.perSecond()),
    idleMs: (queue) => (activity[queue].running > 0 ? 0 : performance.now() - activity[queue].movedAt),
    setConcurrency: (queue, jobs) => {
      concurrency[queue] = jobs;
      opened.workers[queue].concurrency = jobs;
    },
    rebuild: () => {
      const stuck = opened;
      opened = open();
      // Its connections answer nothing, so its end cannot be waited for.
      for (const worker of Object.values(stuck.workers)) void worker.close(true).catch(() => {});
      stuck.disconnect();
    },
    close: async (ms) => {
      await withinOrLess(
        ms,
        opened.close().then(() => Promise.all(noting)),
      );
      opened.disconnect();
    },
  };
}

function perQueue<T>(make: (name: QueueName) => T): Record<QueueName, T> {
  return Object.fromEntries(QUEUES.map((name) => [name, make(name)])) as Record<QueueName, T>;
}

async function whileRunning(activity: Activity, work: () => Promise<void>): Promise<void> {
  activity.running += 1;
  try {
    await work();
  } finally {
    activity.running -= 1;
    activity.movedAt = performance.now();
  }
}

async function runMeasured(deps: WorkerDeps, job: Job, metrics: JobMetrics): Promise<void> {
  const finished = metrics.start(job.name);
  try {
    await runJob(deps, job);
    finished('done');
  } catch (error) {
    finished('failed');
    throw error;
  }
}

async function withinOrLess(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => {}), timeUp]);
  clearTimeout(timer);
}
