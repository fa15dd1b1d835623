import type { Queryable } from '@holdfast/db/prisma';
import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { DomainError } from '@holdfast/shared/errors';
import type { Deps } from '../deps.ts';
import { type IdempotencyScope, runKeyed } from '../infra/idempotency.ts';
import { tellChanges } from '../listing/tell-changes.ts';
import { readAdminOrder } from './read-order.ts';
import { type LockedOrder, lockOrder, tellOrder } from './record-event.ts';

export type OrderCommand = { number: string; idempotencyKey?: string | undefined };

/** What an operator wants of an order, and who it is. */
export type OperatorCall<I extends OrderCommand> = { input: I; actorId: string; scope: IdempotencyScope };

export type OrderChange = {
  operation: string;
  /** Checks and changes the order, which is locked. @returns handles as `moveStock` does. */
  apply: (tx: Queryable, order: LockedOrder) => Promise<string[]>;
};

/**
 * Changes an order for its operator: once per idempotency key, under the order's lock, and tells whoever follows it.
 * What is kept for a repetition is that it was done, not the order, which goes on and holds personal data: the answer
 * is always the order as it is now.
 * @throws DomainError NOT_FOUND, IDEMPOTENCY_CONFLICT, IN_PROGRESS, and what the change refuses
 */
export async function changeOrder<I extends OrderCommand>(
  deps: Deps,
  call: OperatorCall<I>,
  { operation, apply }: OrderChange,
): Promise<AdminOrder> {
  const { idempotencyKey: key, ...input } = call.input;
  const orderId = await findOrderId(deps, input.number);
  let handles: string[] = [];
  const change = async (tx: Queryable) => {
    handles = await apply(tx, await lockOrder(tx, orderId));
    return { done: true };
  };
  await runKeyed(deps.db, { scope: call.scope, key, operation, input }, change);
  tellOrder(deps, orderId);
  await tellChanges(deps, handles);
  return readAdminOrder(deps, input);
}

async function findOrderId(deps: Deps, number: string): Promise<string> {
  const order = await deps.db.primary.order.findUnique({ where: { number }, select: { id: true } });
  if (!order) throw new DomainError('NOT_FOUND', 'There is no such order.');
  return order.id;
}
