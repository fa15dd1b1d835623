import type { Queryable } from '@holdfast/db/prisma';
import type { AdminOrder, ResolveOrderInput } from '@holdfast/shared/contracts/orders';
import { DomainError } from '@holdfast/shared/errors';
import { type AttentionChoice, choicesFor } from '@holdfast/shared/order-attention';
import type { Deps } from '../deps.ts';
import { enqueueJob } from '../infra/outbox.ts';
import { completeRefund } from '../payments/complete-refund.ts';
import { recordOutcome } from '../payments/record-outcome.ts';
import { raiseAttention } from './attention.ts';
import { cancelLocked } from './cancel-order.ts';
import { changeOrder, type OperatorCall } from './change-order.ts';
import { appendOrderEvent, type LockedOrder } from './record-event.ts';
import { requestRefund } from './request-refund.ts';

type Decision = { reason: string; actorId: string };
type FailedRefund = { id: string; orderId: string; paymentId: string; amount: number; restock: boolean };

/**
 * What a human has decided about an order that waits for it: one of the choices that its reason offers.
 * @throws DomainError NOT_FOUND, CONFLICT (it waits for nothing, or not for this), IDEMPOTENCY_CONFLICT, IN_PROGRESS
 */
export function resolveAttention(deps: Deps, call: OperatorCall<ResolveOrderInput>): Promise<AdminOrder> {
  const { choice, reason } = call.input;
  return changeOrder(deps, call, {
    operation: 'orders.admin.resolve',
    apply: async (tx, order) => {
      if (order.attentionReason === null) {
        throw new DomainError('CONFLICT', 'This order waits for no decision any more.');
      }
      if (!choicesFor(order.attentionReason).includes(choice)) {
        throw new DomainError('CONFLICT', 'This order waits for another decision by now.');
      }
      const { actorId } = call;
      await tx.$executeRaw`UPDATE orders SET attention_reason = NULL WHERE id = ${order.id}::uuid`;
      await appendOrderEvent(tx, order.id, { type: 'attention_resolved', data: { choice, reason, actorId } });
      return carryOut(tx, order, { choice, reason, actorId });
    },
  });
}

async function carryOut(
  tx: Queryable,
  order: LockedOrder,
  { choice, ...decision }: Decision & { choice: AttentionChoice },
): Promise<string[]> {
  if (choice === 'cancel_order') return cancelLocked(tx, order, decision);
  if (order.attentionReason !== 'refund_failed') {
    await (choice === 'mark_paid' ? markPaid(tx, order.id) : askAgain(tx, order.id));
    return [];
  }
  const refund = await findFailedRefund(tx, order.id);
  await (choice === 'mark_refunded' ? markRefunded(tx, order, refund) : refundAgain(tx, refund, decision));
  // Each of them is somebody's money: the next one is asked for now.
  if (await hasFailedRefund(tx, order.id)) await raiseAttention(tx, order.id, 'refund_failed');
  return [];
}

/** The payment is looked at now, with all of its patience before it; one that is decided needs nobody. */
async function askAgain(tx: Queryable, orderId: string): Promise<void> {
  const hurried = await tx.$executeRaw`
    UPDATE outbox_event SET available_at = clock_timestamp(), due_at = clock_timestamp()
    WHERE closed_at IS NULL AND payload ->> 'orderId' = ${orderId} AND job LIKE 'payments.%'`;
  if (hurried > 0) return;
  const payment = await tx.payment.findFirst({
    where: { orderId, state: { in: ['pending', 'authorized'] } },
    select: { id: true },
  });
  if (!payment) return;
  await enqueueJob(tx, { name: 'payments.authorize', payload: { orderId, paymentId: payment.id } });
}

/** The money came in another way, outside of the shop. */
async function markPaid(tx: Queryable, orderId: string): Promise<void> {
  const [payment] = await tx.$queryRaw<{ id: string; reference: string }[]>`
    SELECT id, provider_reference AS reference FROM payment
    WHERE order_id = ${orderId}::uuid AND state = 'authorized'`;
  if (!payment) throw new DomainError('CONFLICT', 'The payment of this order is decided already.');
  const { id: paymentId, reference } = payment;
  const { recorded } = await recordOutcome(tx, {
    paymentId,
    orderId,
    outcome: { kind: 'captured', reference },
  });
  if (!recorded) throw new DomainError('CONFLICT', 'The payment of this order is decided already.');
}

async function findFailedRefund(tx: Queryable, orderId: string): Promise<FailedRefund> {
  const [refund] = await tx.$queryRaw<FailedRefund[]>`
    SELECT id, order_id AS "orderId", payment_id AS "paymentId", amount::float8 AS amount, restock FROM refund
    WHERE order_id = ${orderId}::uuid AND state = 'failed'
    ORDER BY updated_at DESC LIMIT 1`;
  if (!refund) throw new DomainError('CONFLICT', 'No refund of this order has failed.');
  return refund;
}

async function hasFailedRefund(tx: Queryable, orderId: string): Promise<boolean> {
  return (await tx.refund.count({ where: { orderId, state: 'failed' } })) > 0;
}

/** As a refund of its own: to the first one's key the provider would give its refusal again. */
async function refundAgain(tx: Queryable, failed: FailedRefund, decision: Decision): Promise<void> {
  const { orderId, paymentId, amount } = failed;
  await tx.refund.update({ where: { id: failed.id }, data: { state: 'replaced' } });
  await requestRefund(tx, { orderId, paymentId, amount, ...decision });
}

/** The money went back by hand, outside of the shop. */
async function markRefunded(tx: Queryable, order: LockedOrder, failed: FailedRefund): Promise<void> {
  const reserved = await tx.$executeRaw`
    UPDATE payment SET refunded_amount = refunded_amount + ${failed.amount}
    WHERE id = ${failed.paymentId}::uuid AND refunded_amount + ${failed.amount} <= amount`;
  if (reserved === 0)
    throw new DomainError('CONFLICT', 'That is more than is left of the money that was taken.');
  await completeRefund(tx, order, failed);
}
