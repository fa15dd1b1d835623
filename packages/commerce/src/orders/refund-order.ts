import type { Queryable } from '@holdfast/db/prisma';
import type { AdminOrder, RefundOrderInput } from '@holdfast/shared/contracts/orders';
import { DomainError } from '@holdfast/shared/errors';
import { shareHalfUp } from '@holdfast/shared/money';
import type { OrderEventType } from '@holdfast/shared/order-events';
import { afterEvent } from '@holdfast/shared/order-status';
import type { Deps } from '../deps.ts';
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
import { requestRefund } from './request-refund.ts';

/** Pieces of a line that are paid back: `cancelled` have never left, `returned` had. */
type Refunded = { line: LinePieces; cancelled: number; returned: number };

type TakenPayment = { id: string; left: number };

/**
 * Gives money back: the rest of it, an amount, or the price of lines. Pieces of lines that have not left will not be
 * sent any more and are free again at once; the money follows by a job.
 * @throws DomainError NOT_FOUND, VALIDATION (no such line), CONFLICT (nothing was taken, or more than is left of it)
 * @throws DomainError IDEMPOTENCY_CONFLICT, IN_PROGRESS
 */
export function refundOrder(deps: Deps, call: OperatorCall<RefundOrderInput>): Promise<AdminOrder> {
  return changeOrder(deps, call, {
    operation: 'orders.admin.refund',
    apply: (tx, order) => refundLocked(tx, order, call),
  });
}

async function refundLocked(
  tx: Queryable,
  order: LockedOrder,
  { input, actorId }: OperatorCall<RefundOrderInput>,
): Promise<string[]> {
  const payment = await findTaken(tx, order.id);
  const lines = input.amount === undefined ? await loadPieces(tx, order.id) : [];
  const refunded = input.amount === undefined ? chooseRefunded(lines, input) : [];
  const amount = input.amount ?? (input.lines ? priceOf(refunded, payment.left) : payment.left);
  // Pieces that cost nothing may come back all the same.
  const isForNothing = amount === 0 && (input.lines === undefined || payment.left === 0);
  if (isForNothing && refunded.every(({ cancelled }) => cancelled === 0)) {
    throw new DomainError('CONFLICT', 'All money of this order was given back already.');
  }
  if (amount > payment.left) {
    const message = 'That is more than is left of the money that was taken.';
    throw new DomainError('CONFLICT', message, {
      issues: [{ path: input.amount === undefined ? 'lines' : 'amount', message }],
      details: { refundable: payment.left, currency: order.currency },
    });
  }
  const { reason, restock } = input;
  const handles = await movePieces(tx, { order, refunded, restock, reason, actorId });
  if (amount > 0) {
    await requestRefund(tx, {
      orderId: order.id,
      paymentId: payment.id,
      amount,
      reason,
      restock,
      actorId,
      lines: refunded.map(({ line, cancelled, returned }) => ({
        lineId: line.id,
        quantity: cancelled + returned,
      })),
    });
  }
  await writePieces(tx, { order, lines, refunded, reason, actorId });
  return handles;
}

/** @throws DomainError CONFLICT */
async function findTaken(tx: Queryable, orderId: string): Promise<TakenPayment> {
  const [payment] = await tx.$queryRaw<TakenPayment[]>`
    SELECT id, (amount - refunded_amount)::float8 AS left FROM payment
    WHERE order_id = ${orderId}::uuid AND state = 'captured' AND NOT given_up`;
  if (!payment)
    throw new DomainError('CONFLICT', 'No money of this order was taken, so none can be given back.');
  return payment;
}

/** Of each line the pieces that have not left are taken first. */
function chooseRefunded(lines: LinePieces[], input: RefundOrderInput): Refunded[] {
  const chosen = choosePieces(lines, { wanted: input.lines, what: 'refunded', leftOf: leftToRefund });
  return chosen.map(({ line, pieces }) => {
    const cancelled = Math.min(pieces, leftToSend(line));
    return { line, cancelled, returned: pieces - cancelled };
  });
}

function leftToRefund(line: LinePieces): number {
  return line.quantity - line.cancelled - line.returned;
}

/** Pieces that have not left can always be given up, also when their money has gone back as an amount before. */
function priceOf(refunded: Refunded[], left: number): number {
  const price = sumPrices(refunded);
  return refunded.every(({ returned }) => returned === 0) ? Math.min(price, left) : price;
}

/** In minor units; the parts of a line come to its price exactly, however it is divided. */
function sumPrices(refunded: Refunded[]): number {
  return refunded.reduce((sum, { line, cancelled, returned }) => {
    const before = line.cancelled + line.returned;
    const share = (pieces: number) => shareHalfUp(line.gross, pieces, line.quantity);
    return sum + share(before + cancelled + returned) - share(before);
  }, 0);
}

type PieceMove = {
  order: LockedOrder;
  refunded: Refunded[];
  restock: boolean;
  reason: string;
  actorId: string;
};

async function movePieces(tx: Queryable, { order, refunded, ...move }: PieceMove): Promise<string[]> {
  const { reason, actorId } = move;
  const cancelled = sumItems(refunded.map(({ line, cancelled: pieces }) => ({ line, pieces })));
  const released = await takeHolds(tx, order.id, cancelled);
  const returned = move.restock
    ? await planReturn(
        tx,
        order.id,
        sumItems(refunded.map(({ line, returned: pieces }) => ({ line, pieces }))),
      )
    : [];
  const items = [...released, ...returned].map(({ stockItemId }) => stockItemId);
  if (items.length === 0) return [];
  await lockLevels(tx, [...new Set(items)]);
  return [
    ...(await moveStock(tx, { kind: 'release', reason, actorId, changes: released })),
    ...(await moveStock(tx, { kind: 'return', reason, actorId, changes: returned })),
  ];
}

/** What comes back goes where most of it had left from. */
async function planReturn(
  tx: Queryable,
  orderId: string,
  items: Map<string, number>,
): Promise<StockChange[]> {
  const wanted = [...items].filter(([, pieces]) => pieces > 0);
  if (wanted.length === 0) return [];
  const places = await tx.$queryRaw<{ stockItemId: string; locationId: string }[]>`
    SELECT DISTINCT ON (stock_item_id) stock_item_id AS "stockItemId", location_id AS "locationId"
    FROM stock_movement
    WHERE order_id = ${orderId}::uuid AND kind = 'fulfilment'
    GROUP BY stock_item_id, location_id
    ORDER BY stock_item_id, sum(on_hand_delta)`;
  return wanted.map(([stockItemId, pieces]) => {
    const place = places.find((candidate) => candidate.stockItemId === stockItemId);
    if (!place) throw new Error(`item ${stockItemId} has never left for order ${orderId}`);
    const { locationId } = place;
    return { stockItemId, locationId, orderId, onHandDelta: pieces, allocatedDelta: 0 };
  });
}

/** Counts the pieces on their lines. When nothing is left to be sent, the order is fulfilled, or cancelled if nothing ever left. */
async function writePieces(
  tx: Queryable,
  written: { order: LockedOrder; lines: LinePieces[]; refunded: Refunded[]; reason: string; actorId: string },
): Promise<void> {
  const { order, lines, refunded, reason, actorId } = written;
  const rows = refunded.map(({ line, ...counts }) => ({ lineId: line.id, ...counts }));
  await tx.$executeRaw`
    UPDATE order_line
    SET cancelled_quantity = cancelled_quantity + cancelled, returned_quantity = returned_quantity + returned
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r ("lineId" uuid, cancelled integer, returned integer)
    WHERE order_line.id = "lineId"`;
  const cancelled = refunded.reduce((sum, row) => sum + row.cancelled, 0);
  if (cancelled === 0) return;
  const left = lines.reduce((sum, line) => sum + leftToSend(line), 0) - cancelled;
  const type = eventOf(left, lines);
  await tx.$executeRaw`
    UPDATE orders SET fulfilment_status = ${afterEvent(order, type).fulfilmentStatus}::fulfilment_status
    WHERE id = ${order.id}::uuid`;
  await appendOrderEvent(tx, order.id, { type, data: { pieces: cancelled, reason, actorId } });
}

function eventOf(left: number, lines: LinePieces[]): OrderEventType {
  if (left > 0) return 'lines_cancelled';
  return lines.some(({ fulfilled }) => fulfilled > 0) ? 'fulfilled' : 'cancelled';
}
