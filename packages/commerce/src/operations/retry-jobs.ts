import { Prisma } from '@holdfast/db/prisma';
import type { RetryJobs, RetryJobsInput } from '@holdfast/shared/contracts/operations-queues';
import { DomainError } from '@holdfast/shared/errors';
import type { Queue } from 'bullmq';
import type { Deps } from '../deps.ts';
import { failedJobs } from './failed-jobs.ts';

const MOST = 1_000;

/**
 * Has failed jobs tried again now: those that were given up are sent anew, and those whose queue still has them stay
 * there. Safe to repeat. Of many, the first thousand.
 *
 * @throws DomainError NOT_FOUND: no job of this id fails.
 */
export async function retryJobs(
  { db, signals, log }: Pick<Deps, 'db' | 'signals' | 'log'>,
  deadLetters: Queue,
  { input, actorId }: { input: RetryJobsInput; actorId: string },
): Promise<RetryJobs> {
  const which = input.matching ? failedJobs(input.matching) : oneOf(input.id);
  const sent = await db.primary.$queryRaw<{ id: string }[]>`
    UPDATE outbox_event SET dead_at = NULL, due_at = now()
    WHERE id IN (
      SELECT id FROM outbox_event WHERE ${which}
      ORDER BY failed_at DESC, id DESC LIMIT ${MOST}
      FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  if (input.id && sent.length === 0) {
    throw new DomainError('NOT_FOUND', 'No job of this id fails. It may be done by now.');
  }
  log.info({ jobs: sent.length, id: input.id, actorId }, 'an operator has failed jobs sent again');
  signals.send('outbox');
  await Promise.all(sent.map(({ id }) => deadLetters.remove(id).catch(() => {})));
  return { count: sent.length, hasMore: sent.length === MOST };
}

function oneOf(id: string): Prisma.Sql {
  return Prisma.sql`id = ${id}::uuid AND ${failedJobs({})}`;
}
