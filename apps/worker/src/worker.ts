import { connectRedis } from '@holdfast/commerce/infra/redis';
import { SlidingCounter } from '@holdfast/commerce/infra/sliding-counter';
import { QUEUES, type QueueName } from '@holdfast/shared/jobs';
import { type Job, Worker } from 'bullmq';
import type { WorkerDeps } from './handlers.ts';
import type { JobMetrics } from './job-metrics.ts';
import { runJob } from './run-job.ts';

/** Jobs at a time. Those of payments and notifications mostly wait for somebody outside. */
const CONCURRENCY: Record<QueueName, number> = { payments: 32, orders: 4, notifications: 8 };

/**
 * A dead worker's jobs go to another one after lock and check, some 10 s. The lock is renewed at half its time and
 * has nothing to do with how long a job may take.
 */
const LOCK_MS = 6_000;
const STALLED_CHECK_MS = 3_000;
const STALLED_TIMES = 3;

export type WorkersOptions = { redisUrl: string; prefix: string; metrics: JobMetrics };

export type Workers = {
  /** Whether jobs would be taken if there were any. */
  areTaking(): boolean;
  /** Jobs finished, by queue, over the last 10 s. */
  perSecond(): Record<QueueName, number>;
  /** Takes no more jobs and waits for those at work, for `ms` at most; what is left then is run again elsewhere. */
  close(ms: number): Promise<void>;
};

/** Starts one BullMQ worker for each queue. */
export function startWorkers(deps: WorkerDeps, options: WorkersOptions): Workers {
  const connection = connectRedis(options.redisUrl, 'worker', deps.log);
  const counters = Object.fromEntries(QUEUES.map((name) => [name, new SlidingCounter()])) as Record<
    QueueName,
    SlidingCounter
  >;
  const workers = QUEUES.map((name) => {
    const worker = new Worker(name, (job) => runMeasured(deps, job, options.metrics), {
      connection,
      prefix: options.prefix,
      concurrency: CONCURRENCY[name],
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: STALLED_TIMES,
    });
    worker.on('completed', () => counters[name].add());
    worker.on('failed', (job, error) => reportFailure(deps, job, error));
    // While redis is away its connection has said so once; the workers would say it at every try.
    worker.on('error', (error) => {
      if (connection.status === 'ready') deps.log.warn({ err: error, queue: name }, 'a worker has trouble');
    });
    return worker;
  });
  return {
    areTaking: () =>
      connection.status === 'ready' && workers.every((worker) => worker.isRunning() && !worker.isPaused()),
    perSecond: () =>
      Object.fromEntries(QUEUES.map((name) => [name, counters[name].perSecond()])) as Record<
        QueueName,
        number
      >,
    close: async (ms) => {
      // Without redis nothing can be told to it, so there is nothing to wait for.
      const isCutOff = connection.status !== 'ready';
      const closing = Promise.all(workers.map((worker) => worker.close(isCutOff)));
      await withinOrLess(ms, closing);
      connection.disconnect();
    },
  };
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

function reportFailure({ log }: WorkerDeps, job: Job | undefined, error: Error): void {
  const isLast = job?.finishedOn !== undefined;
  log[isLast ? 'error' : 'warn'](
    { err: error, job: job?.name, jobId: job?.id, attempt: job?.attemptsMade },
    isLast ? 'a job failed' : 'a job failed and is tried again',
  );
}

async function withinOrLess(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => {}), timeUp]);
  clearTimeout(timer);
}
