import type { DiscardJobInput } from '@holdfast/shared/contracts/operations-queues';
import { DomainError } from '@holdfast/shared/errors';
import type { Queue } from 'bullmq';
import type { Deps } from '../deps.ts';
import { mayBeLost } from './failed-jobs.ts';

/**
 * Gives a dead job up for good: it gets its receipt without its effect, and who gave it up and why stays with it. Only
 * what was given up by its queue can be discarded (another attempt could not be stopped), and no payment's job: that
 * would leave an order half paid. Such an order is ended on its own page.
 *
 * @throws DomainError NOT_FOUND: there is no such job. CONFLICT: it is done, is still being tried, or a payment's.
 */
export async function discardJob(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  deadLetters: Queue,
  { input, actorId }: { input: DiscardJobInput; actorId: string },
): Promise<{ id: string }> {
  const { id, reason } = input;
  const row = await db.primary.outboxEvent.findUnique({ where: { id } });
  if (!row) throw new DomainError('NOT_FOUND', 'There is no such job.');
  if (!mayBeLost(row.job)) {
    throw new DomainError(
      'CONFLICT',
      "A payment's job is never discarded: its order would stay half paid. Send it again, or end the order itself.",
    );
  }
  const discarded = await db.primary.outboxEvent.updateMany({
    where: { id, closedAt: null, deadAt: { not: null } },
    data: { closedAt: new Date(), discardReason: reason, discardedBy: actorId },
  });
  if (discarded.count === 0) {
    throw new DomainError(
      'CONFLICT',
      'This job is done by now or is being tried again. Only a dead job can be discarded.',
    );
  }
  log.info({ id, job: row.job, actorId }, 'an operator has discarded a dead job');
  await deadLetters.remove(id).catch(() => {});
  return { id };
}
