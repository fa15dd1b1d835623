import type { Queryable } from '@holdfast/db/prisma';
import { retryConflicts } from '@holdfast/db/retry-conflicts';
import { withDeadline } from '../infra/with-deadline.ts';
import { tellChanges } from '../listing/tell-changes.ts';
import { applyCharge, type ChargeOf } from '../payments/apply-charge.ts';
import type { PaymentDeps } from '../payments/provider.ts';
import { recordOutcome } from '../payments/record-outcome.ts';
import { raiseAttention } from './attention.ts';
import { cancelLocked } from './cancel-order.ts';
import { KEEP_DECLINED_MS, PAYMENT_DEADLINE_MS } from './hold-times.ts';
import { lockOrder } from './record-event.ts';

const BATCH = 100;
const ASK_MS = 5_000;
const ASKED_AT_ONCE = 10;
const PUT_OFF_MS = 5 * 60_000;

type ExpiredHold = { orderId: string; pending: ChargeOf | null };

/**
 * Finishes or undoes what was left lying: orders whose stock was kept long enough without being paid, and payments and
 * refunds whose next step is overdue though no job carries them. Any number of workers may run it at once; each thing
 * is done by one of them, since whoever locks an order second finds it changed.
 */
export async function reapOrders(deps: PaymentDeps): Promise<void> {
  const holds = await findExpiredHolds(deps);
  for (const hold of holds.filter(({ pending }) => pending === null)) await endOrPutOff(deps, hold);
  const resumed = (await resumePayments(deps.db.primary)) + (await resumeRefunds(deps.db.primary));
  if (resumed > 0) {
    deps.log.warn({ resumed }, 'payments without a job are carried on');
    deps.signals.send('outbox');
  }
  // Last, and few: a provider that hangs must keep nothing else from being done.
  const pending = holds.filter((hold) => hold.pending !== null).slice(0, ASKED_AT_ONCE);
  await Promise.all(pending.map((hold) => endOrPutOff(deps, hold)));
}

function findExpiredHolds(deps: PaymentDeps): Promise<ExpiredHold[]> {
  return deps.db.primary.$queryRaw<ExpiredHold[]>`
    SELECT orders.id AS "orderId",
           CASE WHEN payment.id IS NOT NULL
                THEN json_build_object('paymentId', payment.id, 'provider', payment.provider) END AS pending
    FROM orders LEFT JOIN payment ON payment.order_id = orders.id AND payment.state = 'pending'
    WHERE hold_expires_at <= now()
    ORDER BY hold_expires_at LIMIT ${BATCH}`;
}

/** One that cannot be ended keeps nobody else's goods: it is looked at again later, and others come before it. */
async function endOrPutOff(deps: PaymentDeps, hold: ExpiredHold): Promise<void> {
  const { orderId } = hold;
  try {
    await endHold(deps, hold);
  } catch (error) {
    deps.log.error({ err: error, orderId }, 'the hold of an order cannot be ended');
    await deps.db.primary.$executeRaw`
      UPDATE orders SET hold_expires_at = now() + ${PUT_OFF_MS} * interval '1 millisecond'
      WHERE id = ${orderId}::uuid AND hold_expires_at <= now()`;
  }
}

/** A payment that is under way is decided first: the shelf is not given to others while its money may be reserved. */
async function endHold(deps: PaymentDeps, { orderId, pending }: ExpiredHold): Promise<void> {
  if (pending && !(await decidePayment(deps, orderId, pending))) return;
  const end = async (tx: Queryable): Promise<string[] | null> => {
    const order = await lockOrder(tx, orderId);
    if (order.paymentStatus !== 'failed' || !(await isHoldOver(tx, orderId, pending))) return null;
    return cancelLocked(tx, order, { reason: 'unpaid', actorId: null });
  };
  const handles = await retryConflicts(() => deps.db.primary.$transaction(end));
  if (handles === null) return;
  deps.signals.send('order_event', orderId);
  await tellChanges(deps, handles);
}

/** A refusal that came while nobody looked has set a new end; the one that was just written here has not. */
async function isHoldOver(tx: Queryable, orderId: string, justDeclined: ChargeOf | null): Promise<boolean> {
  if (justDeclined) return true;
  const over = await tx.$queryRaw<unknown[]>`
    SELECT id FROM orders WHERE id = ${orderId}::uuid AND hold_expires_at <= now()`;
  return over.length > 0;
}

/** @returns whether no money is reserved, so that the order may be ended. */
async function decidePayment(deps: PaymentDeps, orderId: string, pending: ChargeOf): Promise<boolean> {
  try {
    const charge = await withDeadline(ASK_MS, (signal) => applyCharge(deps, pending, signal));
    if (charge !== null) return charge.status === 'declined' || charge.status === 'cancelled';
  } catch (error) {
    deps.log.warn(
      { err: error, orderId },
      'the hold of an order is over and its payment cannot be asked for',
    );
    await keepForHuman(deps, orderId);
    return false;
  }
  const { recorded } = await recordOutcome(deps.db.primary, {
    paymentId: pending.paymentId,
    orderId,
    outcome: { kind: 'declined', reason: 'The payment was not completed in time.', bySilence: true },
  });
  return recorded;
}

async function keepForHuman(deps: PaymentDeps, orderId: string): Promise<void> {
  await deps.db.primary.$transaction(async (tx) => {
    await lockOrder(tx, orderId);
    await tx.$executeRaw`
      UPDATE orders SET hold_expires_at = now() + ${KEEP_DECLINED_MS} * interval '1 millisecond'
      WHERE id = ${orderId}::uuid AND hold_expires_at <= now()`;
    await raiseAttention(tx, orderId, 'payment_outcome_unknown');
  });
  deps.signals.send('order_event', orderId);
}

function resumePayments(client: Queryable): Promise<number> {
  return client.$executeRaw`
    WITH due AS (
      SELECT id FROM payment
      WHERE deadline_at <= now() AND state IN ('pending', 'authorized')
      ORDER BY deadline_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
    ), put_off AS (
      UPDATE payment SET deadline_at = now() + ${PAYMENT_DEADLINE_MS} * interval '1 millisecond'
      FROM due WHERE payment.id = due.id
      RETURNING payment.id, order_id
    )
    INSERT INTO outbox_event (job, payload)
    SELECT 'payments.authorize', jsonb_build_object('orderId', order_id, 'paymentId', id)
    FROM put_off
    WHERE NOT EXISTS (
      SELECT FROM outbox_event AS open
      WHERE open.closed_at IS NULL AND open.payload ->> 'orderId' = put_off.order_id::text
        AND open.payload ->> 'paymentId' = put_off.id::text)`;
}

function resumeRefunds(client: Queryable): Promise<number> {
  return client.$executeRaw`
    WITH due AS (
      SELECT id FROM refund
      WHERE state = 'pending' AND updated_at <= now() - ${PAYMENT_DEADLINE_MS} * interval '1 millisecond'
      ORDER BY updated_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
    ), put_off AS (
      UPDATE refund SET updated_at = now() FROM due WHERE refund.id = due.id
      RETURNING refund.id, order_id
    )
    INSERT INTO outbox_event (job, payload)
    SELECT 'payments.refund', jsonb_build_object('orderId', order_id, 'refundId', id)
    FROM put_off
    WHERE NOT EXISTS (
      SELECT FROM outbox_event AS open
      WHERE open.closed_at IS NULL AND open.payload ->> 'orderId' = put_off.order_id::text
        AND open.payload ->> 'refundId' = put_off.id::text)`;
}
