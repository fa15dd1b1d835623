import { jobOptions } from '@holdfast/commerce/infra/queue';
import type { Database } from '@holdfast/db/database';
import { JOBS, type JobName, type QueuedJob, type QueueName } from '@holdfast/shared/jobs';
import type { Queue } from 'bullmq';

export type RelayParts = { db: Database; queues: Record<QueueName, Queue> };

/** A claimed row: nobody else sends it until the lease is over. */
type Claimed = QueuedJob & { job: JobName; generation: number };

const BATCH = 200;
/** Time to send a batch. Who dies meanwhile delays its jobs by no more than this. */
const LEASE_MS = 10_000;
const NAMES = Object.keys(JOBS) as JobName[];
/** A job in one of these states will still run without our help. */
const ALIVE = new Set(['waiting', 'active', 'delayed', 'prioritized']);

/**
 * Sends one batch of what is due, for the first time or because its receipt is overdue. Rows of jobs that this
 * version does not know are left for one that does. @returns whether more may be due.
 *
 * @throws Error when Redis does not take the jobs; they are due again at once, or after the lease when the
 * database cannot be told so.
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
    await awaitReceipts(parts.db, claimed, alive);
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
    SET generation = event.generation + 1, due_at = now() + ${LEASE_MS} * interval '1 millisecond'
    FROM due
    WHERE event.id = due.id
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

/**
 * From here on a receipt is waited for. What was not sent again stays known by the generation that it was sent
 * with; what another relay has claimed since, after the lease, is left to that one.
 */
async function awaitReceipts(db: Database, claimed: Claimed[], alive: Claimed[]): Promise<void> {
  const ids = claimed.map((row) => row.eventId);
  const generations = claimed.map((row) => row.generation);
  const standing = claimed.map((row) => (alive.includes(row) ? row.generation - 1 : row.generation));
  const receiptMs = claimed.map((row) => JOBS[row.job].receiptMs);
  await db.primary.$executeRaw`
    WITH sent AS MATERIALIZED (
      SELECT event.id, claimed.standing, claimed.receipt_ms
      FROM outbox_event AS event
      JOIN unnest(${ids}::uuid[], ${generations}::integer[], ${standing}::integer[], ${receiptMs}::integer[])
        AS claimed (id, generation, standing, receipt_ms) USING (id, generation)
      WHERE event.closed_at IS NULL
      ORDER BY event.id
      FOR UPDATE OF event
    )
    UPDATE outbox_event AS event
    SET generation = sent.standing, due_at = now() + sent.receipt_ms * interval '1 millisecond'
    FROM sent
    WHERE event.id = sent.id`;
}

async function giveBack(db: Database, rows: Claimed[]): Promise<void> {
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
    UPDATE outbox_event AS event SET due_at = now() FROM claimed WHERE event.id = claimed.id`;
}
