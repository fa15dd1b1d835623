import type { CleanQueueInput } from '@holdfast/shared/contracts/operations-queues';
import { DomainError } from '@holdfast/shared/errors';
import type { Queues } from '../infra/queue.ts';

const BATCH = 1_000;

/**
 * Removes from Redis what it keeps of a queue's jobs that are over. No job is lost by it: what is owed, and what has
 * failed, stands in PostgreSQL.
 *
 * @throws DomainError UNAVAILABLE: Redis does not answer.
 */
export async function cleanQueue(
  queues: Queues,
  { queue, outcome }: CleanQueueInput,
): Promise<{ removed: number }> {
  let removed = 0;
  try {
    for (let batch = BATCH; batch === BATCH; removed += batch) {
      batch = (await queues[queue].clean(0, BATCH, outcome)).length;
    }
  } catch (cause) {
    throw new DomainError(
      'UNAVAILABLE',
      'The Redis of the queues does not answer. Nothing is lost by that.',
      { cause },
    );
  }
  return { removed };
}
