import type { AdminOrder, Order } from '@holdfast/shared/contracts/orders';
import { DomainError } from '@holdfast/shared/errors';
import type { Deps } from '../deps.ts';
import type { Viewer } from '../identity/viewer.ts';
import { isOrderAccessToken } from '../infra/tokens.ts';
import { describeAdminOrder, describeOrder } from './describe-order.ts';
import { loadOrder } from './load-order.ts';

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
  const order = await loadOrder(deps.db.primary, call.input.number);
  requireVisible(deps, order, call);
  return describeOrder(order);
}

/**
 * An order with all that an operator may know of it, from the primary.
 * @throws DomainError NOT_FOUND
 */
export async function readAdminOrder(deps: Deps, input: { number: string }): Promise<AdminOrder> {
  return describeAdminOrder(await loadOrder(deps.db.primary, input.number));
}

/**
 * The id of the order, if the caller may see it.
 * @throws DomainError NOT_FOUND
 */
export async function findVisibleOrder(deps: Deps, call: ReadOrderCall): Promise<string> {
  const order = await deps.db.primary.order.findUnique({
    where: { number: call.input.number },
    select: { id: true, customerId: true },
  });
  if (!order) throw new DomainError('NOT_FOUND', 'There is no such order.');
  requireVisible(deps, order, call);
  return order.id;
}

function requireVisible(
  deps: Deps,
  order: { id: string; customerId: string | null },
  { input, viewer }: ReadOrderCall,
): void {
  const mayRead =
    viewer?.role === 'operator' ||
    (viewer !== null && viewer.userId === order.customerId) ||
    (input.accessToken !== undefined && isOrderAccessToken(deps.appSecret, order.id, input.accessToken));
  if (!mayRead) throw new DomainError('NOT_FOUND', 'There is no such order.');
}
