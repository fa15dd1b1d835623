import type { Queryable } from '@holdfast/db/prisma';
import type { AdminOrder, FulfilOrderInput } from '@holdfast/shared/contracts/orders';
import { DomainError } from '@holdfast/shared/errors';
import { afterEvent, type PaymentStatus } from '@holdfast/shared/order-status';
import { v7 as uuidv7 } from 'uuid';
import type { Deps } from '../deps.ts';
import { enqueueJob } from '../infra/outbox.ts';
import { lockLevels } from '../inventory/lock-levels.ts';
import { moveStock, type StockChange } from '../inventory/move-stock.ts';
import { changeOrder, type OperatorCall } from './change-order.ts';
import {
  choosePieces,
  leftToSend,
  type LinePieces,
  loadPieces,
  sumItems,
  takeHolds,
} from './order-pieces.ts';
import { appendOrderEvent, type LockedOrder } from './record-event.ts';

type Sent = { line: LinePieces; pieces: number };

/**
 * Sends a parcel: its pieces leave the shelf and the order's hold. Of an order whose money is taken when the goods
 * leave, the first parcel has all of it taken.
 * @throws DomainError NOT_FOUND, CONFLICT (not paid, more than is left, not on hand), VALIDATION (no such line),
 * IDEMPOTENCY_CONFLICT, IN_PROGRESS
 */
export function fulfilOrder(deps: Deps, call: OperatorCall<FulfilOrderInput>): Promise<AdminOrder> {
  return changeOrder(deps, call, {
    operation: 'orders.admin.fulfil',
    apply: (tx, order) => sendParcel(tx, order, call),
  });
}

async function sendParcel(
  tx: Queryable,
  order: LockedOrder,
  { input, actorId }: OperatorCall<FulfilOrderInput>,
): Promise<string[]> {
  const toCapture = await requirePaid(tx, order);
  const lines = await loadPieces(tx, order.id);
  const sent = chooseSent(lines, input);
  const holds = await takeHolds(tx, order.id, sumItems(sent));
  await requireOnHand(tx, holds);
  const handles = await moveStock(tx, {
    kind: 'fulfilment',
    actorId,
    changes: holds.map((change) => Object.assign(change, { onHandDelta: change.allocatedDelta })),
  });

  const fulfilmentId = uuidv7();
  await insertParcel(tx, { id: fulfilmentId, orderId: order.id, input, sent });
  const left = lines.reduce((sum, line) => sum + leftToSend(line), 0);
  const isLast = left === sent.reduce((sum, { pieces }) => sum + pieces, 0);
  const type = isLast ? 'fulfilled' : 'partially_fulfilled';
  await tx.$executeRaw`
    UPDATE orders SET fulfilment_status = ${afterEvent(order, type).fulfilmentStatus}::fulfilment_status
    WHERE id = ${order.id}::uuid`;
  await appendOrderEvent(tx, order.id, {
    type,
    data: { fulfilmentId, actorId, reason: input.reason ?? null },
  });
  if (toCapture) {
    await enqueueJob(tx, { name: 'payments.capture', payload: { orderId: order.id, paymentId: toCapture } });
  }
  return handles;
}

/** @returns the payment that is to be taken now; null when it is taken. */
async function requirePaid(tx: Queryable, order: LockedOrder): Promise<string | null> {
  if (order.paymentStatus === 'paid' || order.paymentStatus === 'partially_refunded') return null;
  if (order.attentionReason === 'capture_failed') {
    throw new DomainError('CONFLICT', 'The money of this order could not be taken: nothing more is sent.');
  }
  if (order.paymentStatus !== 'authorized') throw new DomainError('CONFLICT', WHY_NOT[order.paymentStatus]);
  const payment = await tx.payment.findFirst({
    where: { orderId: order.id, state: 'authorized', capture: 'on_fulfilment' },
    select: { id: true },
  });
  if (payment) return payment.id;
  throw new DomainError('CONFLICT', 'The money of this order is being taken. Please wait for the outcome.');
}

const UNPAID = 'This order is not paid.';

const WHY_NOT: Record<Exclude<PaymentStatus, 'authorized' | 'paid' | 'partially_refunded'>, string> = {
  pending: UNPAID,
  failed: UNPAID,
  cancelled: 'This order was cancelled.',
  refunded: 'This order was refunded.',
};

function chooseSent(lines: LinePieces[], input: FulfilOrderInput): Sent[] {
  const sent = choosePieces(lines, { wanted: input.lines, what: 'sent', leftOf: leftToSend });
  if (sent.length === 0) throw new DomainError('CONFLICT', 'Nothing of this order is left to be sent.');
  return sent;
}

/** @throws DomainError CONFLICT: what was promised beyond the stock is not there yet. */
async function requireOnHand(tx: Queryable, holds: StockChange[]): Promise<void> {
  const levels = await lockLevels(tx, [...new Set(holds.map(({ stockItemId }) => stockItemId))]);
  for (const hold of holds) {
    const level = levels.find(
      ({ stockItemId, locationId }) => stockItemId === hold.stockItemId && locationId === hold.locationId,
    );
    if ((level?.onHand ?? 0) + hold.allocatedDelta < 0) {
      throw new DomainError(
        'CONFLICT',
        `Only ${level?.onHand ?? 0} of an item are on hand: the rest is on back order.`,
      );
    }
  }
}

async function insertParcel(
  tx: Queryable,
  parcel: { id: string; orderId: string; input: FulfilOrderInput; sent: Sent[] },
): Promise<void> {
  const { id, orderId, input, sent } = parcel;
  const rows = sent.map(({ line, pieces }) => ({ lineId: line.id, pieces }));
  await tx.$executeRaw`
    WITH sent AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s ("lineId" uuid, pieces integer)
    ), parcel AS (
      INSERT INTO fulfilment (id, order_id, carrier, tracking_id)
      VALUES (${id}::uuid, ${orderId}::uuid, ${input.carrier ?? null}, ${input.trackingId ?? null})
    ), content AS (
      INSERT INTO fulfilment_line (fulfilment_id, order_line_id, quantity)
      SELECT ${id}::uuid, "lineId", pieces FROM sent
    )
    UPDATE order_line SET fulfilled_quantity = fulfilled_quantity + pieces
    FROM sent WHERE order_line.id = "lineId"`;
}
