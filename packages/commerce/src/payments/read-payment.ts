import type { Database } from '@holdfast/db/database';
import { DomainError } from '@holdfast/shared/errors';

/** A payment as it is written. */
export type PaymentRecord = {
  id: string;
  orderId: string;
  provider: string;
  state: 'pending' | 'authorized' | 'captured' | 'declined' | 'cancelled';
  /** Whether the money is to be taken as soon as it is reserved. */
  capturesAtOnce: boolean;
};

/** @throws DomainError NOT_FOUND */
export async function readPayment(db: Database, paymentId: string): Promise<PaymentRecord> {
  const [payment] = await db.primary.$queryRaw<PaymentRecord[]>`
    SELECT id, order_id AS "orderId", provider, state, capture = 'immediate' AS "capturesAtOnce"
    FROM payment WHERE id = ${paymentId}::uuid`;
  if (!payment) throw new DomainError('NOT_FOUND', 'There is no such payment.');
  return payment;
}
