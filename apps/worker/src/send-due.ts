import { faultPoint } from '@holdfast/commerce/infra/fault-point';
import { NEXT_LOOK, RECEIPT_MS } from '@holdfast/commerce/infra/outbox';
import { jobOptions, type Queues } from '@holdfast/commerce/infra/queue';
import type { Database } from '@holdfast/db/database';
import { Prisma } from '@holdfast/db/prisma';
import { JOBS, type JobName, type QueuedJob } from '@holdfast/shared/jobs';

export type RelayParts = { db: Database; queues: Queues };

/** A claimed row: nobody else sends it until its receipt is overdue. */
type Claimed = QueuedJob & { job: JobName; generation: number };

const BATCH = 200;
const NAMES = Object.keys(JOBS) as JobName[];
/** A job in one of these states will still run without our help. */
const ALIVE = new Set(['waiting', 'active', 'delayed', 'prioritized']);

/**
 * Sends one batch of what is due, for the first time or because its receipt is overdue. The claim is all that is
 * written of what could be sent: who dies after it delays its jobs until their receipts are overdue. Rows of jobs
 * that this version does not know are left for one that does. @returns whether more may be due.
 *
 * @throws Error when Redis does not take the jobs; they are due again at once, or when their receipts are overdue if
 * the database cannot be told so.
 */
export async function sendDue(parts: RelayParts): Promise<boolean> {
  const claimed = await claimDue(parts.db);
  if (claimed.length === 0) return false;
  faultPoint('relay: claimed');
  try {
    const alive = await findAlive(parts.queues, claimed);
    await addToQueues(
      parts.queues,
      claimed.filter((row) => !alive.includes(row)),
    );
    faultPoint('relay: sent');
    if (alive.length > 0) await putBack(parts.db, alive, NEXT_LOOK);
  } catch (error) {
    await putBack(parts.db, claimed, Prisma.sql`now()`);
    throw error;
  }
  return claimed.length === BATCH;
}

async function claimDue(db: Database): Promise<Claimed[]> {
  return db.primary.$queryRaw<Claimed[]>`
    WITH due AS MATERIALIZED (
      SELECT id FROM outbox_event
      WHERE closed_at IS NULL AND dead_at IS NULL AND due_at <= now() AND job = ANY(${NAMES})
      ORDER BY due_at
      LIMIT ${BATCH}
      FOR UPDATE SKIP LOCKED
    )
    UPDATE outbox_event AS event
    SET generation = event.generation + 1, due_at = now() + ${RECEIPT_MS} * interval '1 millisecond'
    FROM due
    WHERE event.id = due.id
    RETURNING event.id AS "eventId", event.job, event.payload, event.generation`;
}

/**
 * Those whose earlier sending still stands in its queue: in a backlog or a paused queue a receipt is late without
 * anything being lost, and sending again would only make the backlog longer.
 */
async function findAlive(queues: Queues, claimed: Claimed[]): Promise<Claimed[]> {
  const resent = claimed.filter((row) => row.generation > 1);
  const states = await Promise.all(
    resent.map((row) => queues[JOBS[row.job].queue].getJobState(jobId(row.eventId, row.generation - 1))),
  );
  return resent.filter((_, index) => ALIVE.has(states[index] ?? ''));
}

async function addToQueues(queues: Queues, rows: Claimed[]): Promise<void> {
  for (const [name, ofQueue] of Map.groupBy(rows, (row) => JOBS[row.job].queue)) {
    await queues[name].addBulk(
      ofQueue.map((row) => ({
        name: row.job,
        data: { eventId: row.eventId, payload: row.payload } satisfies QueuedJob,
        opts: jobOptions(row.job, jobId(row.eventId, row.generation)),
      })),
    );
  }
}

/** A new generation is a new job to BullMQ, which swallows an id that it still knows. `:` may not be in it. */
function jobId(eventId: string, generation: number): string {
  return `${eventId}-${generation}`;
}

/**
 * Undoes the claim: what was not sent keeps the generation that it was last sent with, so that this one is looked
 * for the next time. What another relay has claimed since is left to that one.
 */
async function putBack(db: Database, rows: Claimed[], dueAt: Prisma.Sql): Promise<void> {
  const ids = rows.map((row) => row.eventId);
  const generations = rows.map((row) => row.generation);
  await db.primary.$executeRaw`
    WITH claimed AS MATERIALIZED (
      SELECT event.id
      FROM outbox_event AS event
      JOIN unnest(${ids}::uuid[], ${generations}::integer[]) AS claimed (id, generation) USING (id, generation)
      WHERE event.closed_at IS NULL
      ORDER BY event.id
      FOR UPDATE OF event
    )
    UPDATE outbox_event AS event SET generation = event.generation - 1, due_at = ${dueAt}
    FROM claimed WHERE event.id = claimed.id`;
}
