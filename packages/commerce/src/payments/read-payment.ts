import type { Database } from '@holdfast/db/database';
import { DomainError } from '@holdfast/shared/errors';
import type { PaymentStatus } from '@holdfast/shared/order-status';

/** A payment with its order's state, both of the same moment. `amount` in minor units of `currency`. */
export type PaymentRecord = {
  id: string;
  orderId: string;
  provider: string;
  token: string | null;
  amount: number;
  currency: string;
  state: 'pending' | 'authorized' | 'captured' | 'declined' | 'cancelled';
  /** The provider's name for it, once there is one. */
  reference: string | null;
  orderPaymentStatus: PaymentStatus;
  /** False when the order was tried to pay anew: what becomes of this payment is not the order's business any more. */
  isNewest: boolean;
};

/** @throws DomainError NOT_FOUND */
export async function readPayment(db: Database, paymentId: string): Promise<PaymentRecord> {
  const [payment] = await db.primary.$queryRaw<PaymentRecord[]>`
    SELECT payment.id, order_id AS "orderId", provider, token, amount::float8 AS amount, payment.currency, state,
           provider_reference AS reference, orders.payment_status AS "orderPaymentStatus",
           NOT EXISTS (SELECT FROM payment AS later
                       WHERE later.order_id = payment.order_id AND later.created_at > payment.created_at)
             AS "isNewest"
    FROM payment JOIN orders ON orders.id = payment.order_id
    WHERE payment.id = ${paymentId}::uuid`;
  if (!payment) throw new DomainError('NOT_FOUND', 'There is no such payment.');
  return payment;
}
