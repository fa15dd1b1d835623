import type { QueueSet } from '@holdfast/shared/contracts/operations-queues';
import { QUEUE_KINDS, type QueueName } from '@holdfast/shared/jobs';
import type { Deps } from '../deps.ts';
import type { Queues } from '../infra/queue.ts';
import { applyPauses } from './apply-pauses.ts';

/** What of a queue is to be set, and the operator's user id. What is left out stays as it is. */
export type QueueChange = {
  queue: QueueName;
  paused?: boolean;
  /** Null: what the job catalogue says. */
  concurrency?: number | null;
  actorId: string;
};

/**
 * Pauses or resumes a queue, or says how many of its jobs each worker takes at a time. It is kept first and then
 * applied: while Redis is away it takes effect when Redis is back, and an emptied Redis is told again.
 */
export async function setQueue(
  { db, signals, log }: Pick<Deps, 'db' | 'signals' | 'log'>,
  queues: Queues,
  { queue, actorId, ...change }: QueueChange,
): Promise<QueueSet> {
  const values = { ...change, updatedBy: actorId, updatedAt: new Date() };
  const set = await db.primary.queueSetting.upsert({
    where: { queue },
    create: { queue, ...values },
    update: values,
  });
  log.info({ queue, ...change, actorId }, 'an operator has set a queue');
  signals.send('queue_setting');
  const isApplied = await applyPauses({ db, queues }).then(
    () => true,
    () => false,
  );
  return {
    paused: set.paused,
    concurrency: set.concurrency ?? QUEUE_KINDS[queue].concurrency,
    isApplied,
  };
}
