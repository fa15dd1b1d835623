import type { Queryable } from '@holdfast/db/prisma';
import type { PayOrderInput, PayOrderOutput } from '@holdfast/shared/contracts/orders';
import { DomainError } from '@holdfast/shared/errors';
import type { PaymentStatus } from '@holdfast/shared/order-status';
import { v7 as uuidv7 } from 'uuid';
import type { Deps } from '../deps.ts';
import type { Viewer } from '../identity/viewer.ts';
import { fingerprintOf, type IdempotencyScope, runIdempotent } from '../infra/idempotency.ts';
import { enqueueJob } from '../infra/outbox.ts';
import { hidePaymentToken } from './hide-payment-token.ts';
import { findVisibleOrder } from './read-order.ts';
import { appendOrderEvent, lockOrder, tellOrder } from './record-event.ts';
import { KEEP_UNPAID_MS, MOST_TRIES, PAYMENT_DEADLINE_MS } from './hold-times.ts';

export type PayOrderCall = { input: PayOrderInput; viewer: Viewer | null; scope: IdempotencyScope };

/**
 * Tries again to pay an order whose payment was declined, while it is kept. The new payment, the order's way back to
 * pending and the job of the payment commit together, as when an order is placed.
 * @throws DomainError NOT_FOUND: to whoever may not see the order, it does not exist.
 * @throws DomainError CONFLICT: it is being paid, is paid, was cancelled, or its time or its tries are used up.
 * @throws DomainError IDEMPOTENCY_CONFLICT, IN_PROGRESS
 */
export async function payOrder(deps: Deps, call: PayOrderCall): Promise<PayOrderOutput> {
  const { number, payment, idempotencyKey } = call.input;
  const orderId = await findVisibleOrder(deps, call);
  const { answer, first } = await runIdempotent(
    deps.db,
    {
      scope: call.scope,
      key: idempotencyKey,
      operation: 'orders.pay',
      fingerprint: fingerprintOf({ number, payment: hidePaymentToken(payment) }),
    },
    (tx) => retryPayment(tx, orderId, payment),
  );
  if (first) tellOrder(deps, orderId);
  return answer;
}

async function retryPayment(
  tx: Queryable,
  orderId: string,
  payment: PayOrderInput['payment'],
): Promise<PayOrderOutput> {
  const { paymentStatus } = await lockOrder(tx, orderId);
  if (paymentStatus !== 'failed') throw new DomainError('CONFLICT', WHY_NOT[paymentStatus]);
  await refuseUsedUp(tx, orderId);
  const paymentId = uuidv7();
  // `created_at` says which payment is the newest: of this moment, not of when the transaction began to wait.
  const [order] = await tx.$queryRaw<{ number: string; amount: number; currency: string }[]>`
    WITH retried AS (
      UPDATE orders
      SET payment_status = 'pending', hold_expires_at = clock_timestamp() + ${KEEP_UNPAID_MS} * interval '1 millisecond'
      WHERE id = ${orderId}::uuid
      RETURNING id, number, total, currency, channel_id
    ), payment AS (
      INSERT INTO payment (id, order_id, provider, token, amount, currency, capture, deadline_at, created_at)
      SELECT ${paymentId}::uuid, retried.id, ${payment.provider}, ${payment.token ?? null}, total, currency,
             channel.capture, clock_timestamp() + ${PAYMENT_DEADLINE_MS} * interval '1 millisecond',
             clock_timestamp()
      FROM retried JOIN channel ON channel.id = retried.channel_id
    )
    SELECT number, total::float8 AS amount, currency FROM retried`;
  if (!order) throw new Error('the order was not written');
  await appendOrderEvent(tx, orderId, { type: 'payment_retried', data: { paymentId } });
  await enqueueJob(tx, { name: 'payments.authorize', payload: { orderId, paymentId } });
  const { number, ...total } = order;
  return { order: { number, status: 'placed', total }, payment: { state: 'pending' } };
}

const PAID = 'This order is paid already.';

const WHY_NOT: Record<Exclude<PaymentStatus, 'failed'>, string> = {
  pending: 'This order is being paid at this moment. Please wait for the outcome.',
  authorized: PAID,
  paid: PAID,
  partially_refunded: PAID,
  refunded: 'This order was paid and refunded.',
  cancelled: 'This order was cancelled and cannot be paid any more.',
};

/** The order is locked and was declined. */
async function refuseUsedUp(tx: Queryable, orderId: string): Promise<void> {
  const [past] = await tx.$queryRaw<{ tries: number; isKept: boolean }[]>`
    SELECT count(*)::integer AS tries, coalesce(hold_expires_at > clock_timestamp(), false) AS "isKept"
    FROM orders JOIN payment ON payment.order_id = orders.id
    WHERE orders.id = ${orderId}::uuid
    GROUP BY hold_expires_at`;
  if (!past?.isKept) {
    throw new DomainError('CONFLICT', 'The time to pay this order is over. Please place a new one.');
  }
  if (past.tries >= MOST_TRIES) {
    throw new DomainError(
      'CONFLICT',
      `This order was declined ${MOST_TRIES} times and cannot be tried any more. Please place a new one.`,
    );
  }
}
