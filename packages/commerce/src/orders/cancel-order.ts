import type { Queryable } from '@holdfast/db/prisma';
import type { AdminOrder, CancelOrderInput } from '@holdfast/shared/contracts/orders';
import { DomainError } from '@holdfast/shared/errors';
import { afterEvent, type FulfilmentStatus } from '@holdfast/shared/order-status';
import type { Deps } from '../deps.ts';
import { enqueueJob } from '../infra/outbox.ts';
import { changeOrder, type OperatorCall } from './change-order.ts';
import { appendOrderEvent, type LockedOrder } from './record-event.ts';
import { releaseStock } from './release-stock.ts';
import { requestRefund } from './request-refund.ts';

/** Who cancels and why; the shop itself is null. */
export type Cancellation = { reason: string; actorId: string | null };

type OpenPayment = { id: string; state: 'pending' | 'authorized' | 'captured'; left: number };

/**
 * Cancels an order of which nothing has left: its stock is free again, reserved money is let go, and what was taken
 * is given back.
 * @throws DomainError NOT_FOUND, CONFLICT (pieces have left, or it is cancelled), IDEMPOTENCY_CONFLICT, IN_PROGRESS
 */
export function cancelOrder(deps: Deps, call: OperatorCall<CancelOrderInput>): Promise<AdminOrder> {
  const { input, actorId } = call;
  return changeOrder(deps, call, {
    operation: 'orders.admin.cancel',
    apply: (tx, order) => cancelLocked(tx, order, { reason: input.reason, actorId }),
  });
}

/** The same for an order that is locked. @returns handles as `moveStock` does. */
export async function cancelLocked(
  tx: Queryable,
  order: LockedOrder,
  cancellation: Cancellation,
): Promise<string[]> {
  if (order.fulfilmentStatus !== 'unfulfilled') {
    throw new DomainError('CONFLICT', WHY_NOT[order.fulfilmentStatus]);
  }
  const handles = await releaseStock(tx, order.id, cancellation);
  const { paymentStatus, fulfilmentStatus } = afterEvent(order, 'cancelled');
  await tx.$executeRaw`
    UPDATE orders
    SET payment_status = ${paymentStatus}::payment_status, fulfilment_status = ${fulfilmentStatus}::fulfilment_status,
        hold_expires_at = NULL, attention_reason = NULL
    WHERE id = ${order.id}::uuid`;
  await appendOrderEvent(tx, order.id, { type: 'cancelled', data: { ...cancellation } });
  await giveMoneyBack(tx, order.id, cancellation);
  return handles;
}

const LEFT = 'Pieces of this order have left already: refund what comes back instead.';

const WHY_NOT: Record<Exclude<FulfilmentStatus, 'unfulfilled'>, string> = {
  partially_fulfilled: LEFT,
  fulfilled: LEFT,
  delivered: LEFT,
  cancelled: 'This order is cancelled already.',
};

async function giveMoneyBack(tx: Queryable, orderId: string, cancellation: Cancellation): Promise<void> {
  const [payment] = await tx.$queryRaw<OpenPayment[]>`
    SELECT id, state, (amount - refunded_amount)::float8 AS left FROM payment
    WHERE order_id = ${orderId}::uuid AND state IN ('pending', 'authorized', 'captured') AND NOT given_up`;
  if (!payment) return;
  const paymentId = payment.id;
  if (payment.state !== 'captured') {
    await enqueueJob(tx, { name: 'payments.cancel', payload: { orderId, paymentId } });
  } else if (payment.left > 0) {
    await requestRefund(tx, { ...cancellation, orderId, paymentId, amount: payment.left });
  }
}
