import { Prisma, type Queryable } from '@holdfast/db/prisma';
import type { JobName, JobPayload } from '@holdfast/shared/jobs';
import { describeError } from './describe-error.ts';

/** After how long without a receipt a job that was sent is looked at again: whether its queue still has it. */
export const RECEIPT_MS = 15_000;
const LONGEST_LOOK_MS = 5 * 60_000;

/**
 * When to look again at a job that stands in its queue or goes on failing: after half of the time that it has been
 * owed, so that a long backlog is not written anew every few seconds. For a statement on `outbox_event AS event`.
 */
export const NEXT_LOOK = Prisma.sql`
  clock_timestamp() + least(
    greatest((clock_timestamp() - event.available_at) / 2, ${RECEIPT_MS} * interval '1 millisecond'),
    ${LONGEST_LOOK_MS} * interval '1 millisecond')`;

/**
 * Of an event that is looked up by its id. Not `closed_at IS NULL`: the planner would take an index of the open events
 * for the few that they mostly are, and in a crowd each receipt would read all of them.
 */
export const IS_OPEN = Prisma.sql`num_nulls(closed_at) = 1`;

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
    UPDATE outbox_event SET closed_at = clock_timestamp() WHERE id = ${eventId}::uuid AND ${IS_OPEN}`;
  return closed === 1;
}

/** What becomes of a job after a failed attempt: its queue tries it again, the relay sends it again, or nobody does. */
export type JobFate = 'tried_again' | 'sent_again' | 'dead';

/** Notes a failed attempt at a job where an operator can find it; nothing when the job has its receipt. */
export async function recordFailedAttempt(
  db: Queryable,
  eventId: string,
  { error, fate }: { error: unknown; fate: JobFate },
): Promise<void> {
  await db.$executeRaw`
    UPDATE outbox_event AS event
    SET attempts = attempts + 1, last_error = ${describeError(error)}, failed_at = clock_timestamp(),
        dead_at = CASE WHEN ${fate === 'dead'} THEN clock_timestamp() ELSE dead_at END,
        due_at = CASE WHEN ${fate === 'sent_again'} THEN ${NEXT_LOOK} ELSE due_at END
    WHERE id = ${eventId}::uuid AND ${IS_OPEN}`;
}
