import { jobOptions } from '@holdfast/commerce/infra/queue';
import type { Database } from '@holdfast/db/database';
import { JOBS, type JobName, type QueuedJob, type QueueName } from '@holdfast/shared/jobs';
import type { Queue } from 'bullmq';

export type RelayParts = { db: Database; queues: Record<QueueName, Queue> };

/** A claimed row: nobody else sends it until its receipt is overdue. */
type Claimed = QueuedJob & { job: JobName; generation: number };

const BATCH = 200;
const NAMES = Object.keys(JOBS) as JobName[];
const RECEIPT_MS = NAMES.map((name) => JOBS[name].receiptMs);
/** A job in one of these states will still run without our help. */
const ALIVE = new Set(['waiting', 'active', 'delayed', 'prioritized']);

/**
 * Sends one batch of what is due, for the first time or because its receipt is overdue. Rows of jobs that this
 * version does not know are left for one that does. @returns whether more may be due.
 *
 * @throws Error when Redis does not take the jobs; they are due again at once.
 */
export async function sendDue(parts: RelayParts): Promise<boolean> {
  const claimed = await claimDue(parts.db);
  if (claimed.length === 0) return false;
  try {
    const alive = await findAlive(parts.queues, claimed);
    await addToQueues(
      parts.queues,
      claimed.filter((row) => !alive.includes(row)),
    );
    await keepGeneration(parts.db, alive);
  } catch (error) {
    await giveBack(parts.db, claimed);
    throw error;
  }
  return claimed.length === BATCH;
}

async function claimDue(db: Database): Promise<Claimed[]> {
  return db.primary.$queryRaw<Claimed[]>`
    WITH due AS MATERIALIZED (
      SELECT id FROM outbox_event
      WHERE closed_at IS NULL AND due_at <= now() AND job = ANY(${NAMES})
      ORDER BY due_at
      LIMIT ${BATCH}
      FOR UPDATE SKIP LOCKED
    )
    UPDATE outbox_event AS event
    SET generation = event.generation + 1, due_at = now() + known.receipt_ms * interval '1 millisecond'
    FROM due, unnest(${NAMES}::text[], ${RECEIPT_MS}::integer[]) AS known (job, receipt_ms)
    WHERE event.id = due.id AND known.job = event.job
    RETURNING event.id AS "eventId", event.job, event.payload, event.generation`;
}

/**
 * Those whose earlier sending still stands in its queue: in a backlog or a paused queue a receipt is late without
 * anything being lost, and sending again would only make the backlog longer.
 */
async function findAlive(queues: RelayParts['queues'], claimed: Claimed[]): Promise<Claimed[]> {
  const resent = claimed.filter((row) => row.generation > 1);
  const states = await Promise.all(
    resent.map((row) => queues[JOBS[row.job].queue].getJobState(jobId(row.eventId, row.generation - 1))),
  );
  return resent.filter((_, index) => ALIVE.has(states[index] ?? ''));
}

async function addToQueues(queues: RelayParts['queues'], rows: Claimed[]): Promise<void> {
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

/** What was not sent again stays known by the generation that it was sent with. */
async function keepGeneration(db: Database, rows: Claimed[]): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map((row) => row.eventId);
  await db.primary.$executeRaw`
    UPDATE outbox_event SET generation = generation - 1 WHERE id = ANY(${ids}::uuid[]) AND closed_at IS NULL`;
}

async function giveBack(db: Database, rows: Claimed[]): Promise<void> {
  const ids = rows.map((row) => row.eventId);
  await db.primary.$executeRaw`
    UPDATE outbox_event SET due_at = now() WHERE id = ANY(${ids}::uuid[]) AND closed_at IS NULL`;
}
