import type { Queryable } from '@holdfast/db/prisma';
import type { JobName, JobPayload } from '@holdfast/shared/jobs';

/**
 * Asks for a job, inside the transaction that causes it: the job exists if and only if that commits. Call
 * `signals.send('outbox')` after the commit to have it relayed at once.
 * `delayMs` holds it back; the outbox is also the shop's durable alarm clock.
 */
export async function enqueueJob<N extends JobName>(
  tx: Queryable,
  job: { name: N; payload: JobPayload<N>; delayMs?: number },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO outbox_event (job, payload, available_at, due_at)
    SELECT ${job.name}, ${JSON.stringify(job.payload)}::jsonb, moment, moment
    FROM (SELECT clock_timestamp() + ${job.delayMs ?? 0} * interval '1 millisecond') AS later (moment)`;
}

/**
 * The receipt of a job's effect: closes its outbox event in the effect's own transaction. False when it was
 * closed before, so that the effect must not be applied again. The row stays locked until the end of the
 * transaction, so the same job running twice at once waits here and then finds it closed.
 */
export async function closeEvent(tx: Queryable, eventId: string): Promise<boolean> {
  const closed = await tx.$executeRaw`
    UPDATE outbox_event SET closed_at = clock_timestamp() WHERE id = ${eventId}::uuid AND closed_at IS NULL`;
  return closed === 1;
}
