import {
  DEAD_LETTER_QUEUE,
  JOBS,
  type JobName,
  QUEUE_KINDS,
  QUEUES,
  type QueuedJob,
  type QueueName,
} from '@holdfast/shared/jobs';
import { type JobsOptions, Queue } from 'bullmq';
import type { Logger } from './log.ts';
import { connectRedis } from './redis.ts';

/** One attempt at a job: what was queued, and the signal that ends it when its time is up. */
export type JobRun<N extends JobName> = QueuedJob<N> & { signal: AbortSignal };

export type Queues = Record<QueueName, Queue>;

/** In front of every key of the queues, in every process. */
export const QUEUE_PREFIX = 'holdfast';

/** Half of each pause between attempts is chance, so that what failed together does not come back together. */
const BACKOFF_JITTER = 0.5;

/**
 * Handles for producing and reading, over one connection that fails fast: while Redis is away every call rejects
 * at once. `prefix` stands in front of every key. Give them back with `closeQueues`.
 */
export function openQueues(redisUrl: string, log: Logger, prefix: string): Queues {
  const open = producer(redisUrl, log, prefix);
  return Object.fromEntries(QUEUES.map((name) => [name, open(name)])) as Queues;
}

/** The same for the queue of jobs that were given up. Give it back with `closeQueues`. */
export function openDeadLetters(redisUrl: string, log: Logger, prefix: string): Queue {
  return producer(redisUrl, log, prefix)(DEAD_LETTER_QUEUE);
}

function producer(redisUrl: string, log: Logger, prefix: string): (name: string) => Queue {
  const connection = connectRedis(redisUrl, 'producer', log);
  return (name) => {
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
}

export async function closeQueues(queues: Record<string, Queue>): Promise<void> {
  for (const queue of Object.values(queues)) {
    await queue.close();
    const connection = await queue.getBackend().client;
    connection.disconnect();
  }
}

/** How the queue is to treat a job: the catalogue's retries, and how long its remains are kept. */
export function jobOptions(name: JobName, jobId: string): JobsOptions {
  const { attempts, backoffMs, queue } = JOBS[name];
  const { keep } = QUEUE_KINDS[queue];
  return {
    jobId,
    attempts,
    backoff: { type: 'exponential', delay: backoffMs, jitter: BACKOFF_JITTER },
    removeOnComplete: keep.completed,
    removeOnFail: keep.failed,
  };
}
