import type { Deps } from '@holdfast/commerce/deps';
import type { Queryable } from '@holdfast/db/prisma';

const BATCH = 1_000;
const KEEP_CLOSED_DAYS = 7;
/** Any number of our own, the same in every worker. */
const SWEEP_LOCK = 7_305_001;

type Batch = (tx: Queryable) => Promise<number>;

/** Forgets what is over, in small batches: jobs whose receipt is a week old, answers whose key has expired. */
export async function sweep({ db }: Pick<Deps, 'db'>): Promise<void> {
  for (const batch of [deleteClosedEvents, deleteExpiredKeys]) {
    while ((await db.primary.$transaction((tx) => deleteAlone(tx, batch))) === BATCH);
  }
}

/** Nothing when another worker is at it. */
async function deleteAlone(tx: Queryable, batch: Batch): Promise<number> {
  const [lock] = await tx.$queryRaw<{ taken: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(${SWEEP_LOCK}) AS taken`;
  return lock?.taken ? batch(tx) : 0;
}

function deleteClosedEvents(tx: Queryable): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM outbox_event
    WHERE id IN (
      SELECT id FROM outbox_event
      WHERE closed_at < now() - ${KEEP_CLOSED_DAYS} * interval '1 day'
      ORDER BY closed_at LIMIT ${BATCH})`;
}

function deleteExpiredKeys(tx: Queryable): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM idempotency_key
    WHERE (scope, key) IN (
      SELECT scope, key FROM idempotency_key WHERE expires_at < now() ORDER BY expires_at LIMIT ${BATCH})`;
}
