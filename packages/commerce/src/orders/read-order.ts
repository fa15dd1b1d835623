import type { Queryable } from '@holdfast/db/prisma';
import type { Order } from '@holdfast/shared/contracts/orders';
import { DomainError } from '@holdfast/shared/errors';
import { orderEventTypeSchema } from '@holdfast/shared/order-events';
import { deriveOrderStatus } from '@holdfast/shared/order-status';
import type { Deps } from '../deps.ts';
import type { Viewer } from '../identity/viewer.ts';
import { isOrderAccessToken } from '../infra/tokens.ts';
import { toTotals } from '../pricing/price-lines.ts';

export type ReadOrderCall = {
  input: { number: string; accessToken?: string | undefined };
  viewer: Viewer | null;
};

/**
 * An order with its history, from the primary, for whoever holds its access token, placed it signed in, or
 * operates the shop. To anybody else it does not exist.
 * @throws DomainError NOT_FOUND
 */
export async function readOrder(deps: Deps, call: ReadOrderCall): Promise<Order> {
  const orderId = await findVisibleOrder(deps, call);
  return loadOrder(deps.db.primary, orderId);
}

/**
 * The id of the order, if the caller may see it.
 * @throws DomainError NOT_FOUND
 */
export async function findVisibleOrder(deps: Deps, { input, viewer }: ReadOrderCall): Promise<string> {
  const order = await deps.db.primary.order.findUnique({
    where: { number: input.number },
    select: { id: true, customerId: true },
  });
  const mayRead =
    order &&
    (viewer?.role === 'operator' ||
      (viewer !== null && viewer.userId === order.customerId) ||
      (input.accessToken !== undefined && isOrderAccessToken(deps.appSecret, order.id, input.accessToken)));
  if (!mayRead) throw new DomainError('NOT_FOUND', 'There is no such order.');
  return order.id;
}

async function loadOrder(client: Queryable, id: string): Promise<Order> {
  const order = await client.order.findUniqueOrThrow({
    where: { id },
    include: { lines: { orderBy: { position: 'asc' } }, events: { orderBy: { seq: 'asc' } } },
  });
  const money = (amount: bigint) => ({ amount: Number(amount), currency: order.currency });
  return {
    number: order.number,
    status: deriveOrderStatus(order.paymentStatus, order.fulfilmentStatus),
    paymentStatus: order.paymentStatus,
    fulfilmentStatus: order.fulfilmentStatus,
    attention: order.attentionReason ? { reason: order.attentionReason } : null,
    placedAt: order.placedAt.toISOString(),
    lines: order.lines.map((line) => ({
      id: line.id,
      variantId: line.variantId,
      sku: line.sku,
      title: line.title,
      quantity: line.quantity,
      unitPrice: money(line.unitAmount),
      net: money(line.net),
      tax: money(line.tax),
      gross: money(line.gross),
      taxRate: line.taxRateBasisPoints / 10_000,
    })),
    totals: toTotals(
      {
        subtotal: Number(order.subtotal),
        discount: Number(order.discount),
        shipping: Number(order.shipping),
        tax: Number(order.tax),
        total: Number(order.total),
      },
      order.currency,
    ),
    taxIncluded: order.taxIncluded,
    events: order.events.map((event) => ({
      seq: event.seq,
      type: orderEventTypeSchema.parse(event.type),
      at: event.at.toISOString(),
    })),
  };
}
