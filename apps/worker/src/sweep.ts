import type { Deps } from '@holdfast/commerce/deps';
import type { Queryable } from '@holdfast/db/prisma';

const BATCH = 1_000;
const KEEP_CLOSED_DAYS = 7;
const KEEP_CARTS_DAYS = 60;
const KEEP_SESSIONS_DAYS = 1;
const KEEP_NODES_DAYS = 1;
/** Longer than a process trusts itself to have missed none of them: see InvalidationTail. */
const KEEP_INVALIDATIONS_MINUTES = 30;
const KEEP_FAILED_STEPS = 50;
/** Any number of our own, the same in every worker. */
const SWEEP_LOCK = 7_305_001;

type Batch = (tx: Queryable) => Promise<number>;

const BATCHES: Batch[] = [
  deleteClosedEvents,
  deleteExpiredKeys,
  deleteExpiredSessions,
  deleteForgottenCarts,
  deleteSilentNodes,
  deleteFailedSteps,
  deleteInvalidations,
];

/**
 * Forgets what is over, in small batches: jobs whose receipt is a week old, answers whose key has expired,
 * sessions that could not be renewed for a day, carts that nobody touched for 60 days, processes that have been silent
 * for a day, of a payment that goes on failing all failed steps but the newest 50, what has made caches untrue half an hour ago.
 */
export async function sweep({ db }: Pick<Deps, 'db'>): Promise<void> {
  for (const batch of BATCHES) {
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

function deleteExpiredSessions(tx: Queryable): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM session
    WHERE id IN (
      SELECT id FROM session
      WHERE refresh_expires_at < now() - ${KEEP_SESSIONS_DAYS} * interval '1 day'
      ORDER BY refresh_expires_at LIMIT ${BATCH})`;
}

/**
 * A cart that is in somebody's hands at this moment is locked and left alone. One that became an order goes too: the
 * order has copied all of it and still holds its id, so that it cannot become another one.
 */
function deleteForgottenCarts(tx: Queryable): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM cart
    WHERE id IN (
      SELECT id FROM cart
      WHERE updated_at < now() - ${KEEP_CARTS_DAYS} * interval '1 day'
      ORDER BY updated_at LIMIT ${BATCH}
      FOR UPDATE SKIP LOCKED)`;
}

function deleteSilentNodes(tx: Queryable): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM process_node
    WHERE id IN (
      SELECT id FROM process_node
      WHERE seen_at < now() - ${KEEP_NODES_DAYS} * interval '1 day'
      ORDER BY seen_at LIMIT ${BATCH})`;
}

/** A payment that is tried until it is done may be tried for months; its job is what finds it. */
function deleteFailedSteps(tx: Queryable): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM payment_step
    WHERE id IN (
      SELECT old.id
      FROM outbox_event AS event
      CROSS JOIN LATERAL (
        SELECT id FROM payment_step
        WHERE payment_id = (event.payload ->> 'paymentId')::uuid AND outcome = 'failed'
        ORDER BY id DESC OFFSET ${KEEP_FAILED_STEPS}
      ) AS old
      WHERE event.closed_at IS NULL AND event.failed_at IS NOT NULL
      LIMIT ${BATCH})`;
}

function deleteInvalidations(tx: Queryable): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM cache_invalidation
    WHERE id IN (
      SELECT id FROM cache_invalidation
      WHERE created_at < now() - ${KEEP_INVALIDATIONS_MINUTES} * interval '1 minute'
      ORDER BY created_at LIMIT ${BATCH})`;
}
