import type { Queues } from '@holdfast/commerce/infra/queue';
import { KEEP_DEAD_LETTERS, QUEUE_KINDS, QUEUES } from '@holdfast/shared/jobs';
import type { Queue } from 'bullmq';

export type QueueRemains = { queues: Queues; deadLetters: Queue };

const BATCH = 1_000;

/**
 * Removes what is kept in Redis of jobs that are over, and dead letters, once they are old enough. BullMQ looks at
 * their age only when another job of their queue ends, so in a quiet queue they would stay for ever.
 */
export async function cleanQueues({ queues, deadLetters }: QueueRemains): Promise<void> {
  for (const name of QUEUES) {
    for (const outcome of ['completed', 'failed'] as const) {
      const { age } = QUEUE_KINDS[name].keep[outcome];
      await cleanAll(queues[name], { outcome, olderThanMs: age * 1_000 });
    }
  }
  await cleanAll(deadLetters, { outcome: 'wait', olderThanMs: KEEP_DEAD_LETTERS.age * 1_000 });
}

async function cleanAll(
  queue: Queue,
  { outcome, olderThanMs }: { outcome: 'completed' | 'failed' | 'wait'; olderThanMs: number },
): Promise<void> {
  while ((await queue.clean(olderThanMs, BATCH, outcome)).length === BATCH);
}
