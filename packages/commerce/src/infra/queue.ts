import { JOBS, type JobName, QUEUES, type QueuedJob, type QueueName } from '@holdfast/shared/jobs';
import { type JobsOptions, Queue } from 'bullmq';
import type { Logger } from './log.ts';
import { connectRedis } from './redis.ts';

/** One attempt at a job: what was queued, and the signal that ends it when its time is up. */
export type JobRun<N extends JobName> = QueuedJob<N> & { signal: AbortSignal };

/** In front of every key of the queues, in every process. */
export const QUEUE_PREFIX = 'holdfast';

const HOUR_SECONDS = 3_600;
const KEEP_COMPLETED = { age: HOUR_SECONDS, count: 1_000 };
const KEEP_FAILED = { age: 7 * 24 * HOUR_SECONDS, count: 5_000 };
/** Half of each pause between attempts is chance, so that what failed together does not come back together. */
const BACKOFF_JITTER = 0.5;

/**
 * Handles for producing and reading, over one connection that fails fast: while Redis is away every call rejects
 * at once. `prefix` stands in front of every key. Give them back with `closeQueues`.
 */
export function openQueues(redisUrl: string, log: Logger, prefix: string): Record<QueueName, Queue> {
  const connection = connectRedis(redisUrl, 'producer', log);
  const open = (name: QueueName) => {
    const queue = new Queue(name, {
      connection,
      prefix,
      // Both would make the first calls wait for a Redis that may not be there.
      skipWaitingForReady: true,
      skipVersionCheck: true,
    });
    // The connection reports its own loss; without a listener the event would end the process.
    queue.on('error', () => {});
    return queue;
  };
  return Object.fromEntries(QUEUES.map((name) => [name, open(name)])) as Record<QueueName, Queue>;
}

export async function closeQueues(queues: Record<QueueName, Queue>): Promise<void> {
  for (const queue of Object.values(queues)) {
    await queue.close();
    const connection = await queue.getBackend().client;
    connection.disconnect();
  }
}

/** How the queue is to treat a job: the catalogue's retries, and how long its remains are kept. */
export function jobOptions(name: JobName, jobId: string): JobsOptions {
  const { attempts, backoffMs } = JOBS[name];
  return {
    jobId,
    attempts,
    backoff: { type: 'exponential', delay: backoffMs, jitter: BACKOFF_JITTER },
    removeOnComplete: KEEP_COMPLETED,
    removeOnFail: KEEP_FAILED,
  };
}
