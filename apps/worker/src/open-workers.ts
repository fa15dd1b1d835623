import type { Logger } from '@holdfast/commerce/infra/log';
import { connectRedis } from '@holdfast/commerce/infra/redis';
import { QUEUES, type QueueName } from '@holdfast/shared/jobs';
import { type Job, Worker } from 'bullmq';

export type QueueWorkers = Record<QueueName, Worker>;

export type WorkersSource = {
  redisUrl: string;
  prefix: string;
  log: Logger;
  /** Jobs at a time, by queue. */
  concurrency: Record<QueueName, number>;
  process: (queue: QueueName, job: Job) => Promise<void>;
  completed: (queue: QueueName) => void;
  failed: (job: Job, error: Error) => void;
};

/**
 * How long a worker may keep silent before its jobs are another one's. It tells every 5 s that it is still there, so
 * that it may hang for 15 s (a starved machine, a Redis that fails over) before a job is begun twice; the jobs of one
 * that was killed begin anew within 15 to 26 s. A job's own timeout has nothing to do with it. See decision 0011.
 */
const LOCK_MS = 20_000;
const RENEW_MS = 5_000;
const STALLED_CHECK_MS = 3_000;
/** A job that takes its worker down with it is given to so many others, then it has failed. */
const STALLED_TIMES = 3;

export type OpenedWorkers = {
  workers: QueueWorkers;
  isConnected(): boolean;
  /** Takes no more jobs and waits for those at work; without Redis there is nothing to wait for. */
  close(): Promise<void>;
  disconnect(): void;
};

/** One BullMQ worker for each queue, over one connection (and one more each, on which they wait). */
export function openWorkers(source: WorkersSource): OpenedWorkers {
  const connection = connectRedis(source.redisUrl, 'worker', source.log);
  const isConnected = () => connection.status === 'ready';
  const open = (name: QueueName): Worker => {
    const worker = new Worker(name, (job) => source.process(name, job), {
      connection,
      prefix: source.prefix,
      concurrency: source.concurrency[name],
      lockDuration: LOCK_MS,
      lockRenewTime: RENEW_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: STALLED_TIMES,
    });
    worker.on('completed', () => source.completed(name));
    worker.on('failed', (job, error) => {
      if (job) source.failed(job, error);
    });
    // While redis is away its connection has said so once; the workers would say it at every try.
    worker.on('error', (error) => {
      if (isConnected()) source.log.warn({ err: error, queue: name }, 'a worker has trouble');
    });
    return worker;
  };
  const workers = Object.fromEntries(QUEUES.map((name) => [name, open(name)])) as QueueWorkers;
  return {
    workers,
    isConnected,
    close: async () => {
      const isCutOff = !isConnected();
      await Promise.all(Object.values(workers).map((worker) => worker.close(isCutOff)));
    },
    disconnect: () => connection.disconnect(),
  };
}
