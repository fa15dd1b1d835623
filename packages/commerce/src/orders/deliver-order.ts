import type { AdminOrder, DeliverOrderInput } from '@holdfast/shared/contracts/orders';
import { DomainError } from '@holdfast/shared/errors';
import type { Deps } from '../deps.ts';
import { changeOrder, type OperatorCall } from './change-order.ts';
import { appendOrderEvent } from './record-event.ts';

/**
 * Writes that all parcels of an order have arrived.
 * @throws DomainError NOT_FOUND, CONFLICT (not all has left, or it has arrived), IDEMPOTENCY_CONFLICT, IN_PROGRESS
 */
export function deliverOrder(deps: Deps, call: OperatorCall<DeliverOrderInput>): Promise<AdminOrder> {
  const { input, actorId } = call;
  return changeOrder(deps, call, {
    operation: 'orders.admin.deliver',
    apply: async (tx, order) => {
      if (order.fulfilmentStatus !== 'fulfilled') {
        const isDelivered = order.fulfilmentStatus === 'delivered';
        throw new DomainError(
          'CONFLICT',
          isDelivered ? 'This order has arrived already.' : 'Not all of this order has left yet.',
        );
      }
      await tx.$executeRaw`UPDATE orders SET fulfilment_status = 'delivered' WHERE id = ${order.id}::uuid`;
      await appendOrderEvent(tx, order.id, {
        type: 'delivered',
        data: { actorId, reason: input.reason ?? null },
      });
      return [];
    },
  });
}
