import type { Database } from '@holdfast/db/database';
import { DomainError } from '@holdfast/shared/errors';
import { describeError } from '../infra/describe-error.ts';

export type StepName = 'authorize' | 'capture' | 'cancel';

/** An attempt at one step of a payment, written down before the provider is called. */
export type BegunStep = {
  stepId: string;
  step: StepName;
  paymentId: string;
  orderId: string;
  provider: string;
  token: string | null;
  /** Minor units of `currency`. */
  amount: number;
  currency: string;
  /** The provider's name for it, once there is one. */
  reference: string | null;
  /** Whether the money is to be taken as soon as it is reserved. */
  capturesAtOnce: boolean;
  /** Goods have left: whatever becomes of the money, they are not on the shelf. */
  hasLeft: boolean;
  /** There were attempts before this one: one of them may have done it and died before it could say so. */
  isRepeated: boolean;
};

/**
 * Decides what a payment needs next from its own state and its order's, and writes the attempt at it down. Null when
 * nothing is to be done: it is over, or it waits for the goods to leave.
 * @throws DomainError NOT_FOUND
 */
export async function beginStep(db: Database, paymentId: string): Promise<BegunStep | null> {
  const [row] = await db.primary.$queryRaw<(BegunStep & { stepId: string | null })[]>`
    WITH found AS (
      SELECT payment.*, orders.fulfilment_status NOT IN ('unfulfilled', 'cancelled') AS "hasLeft",
             CASE
               WHEN payment.state NOT IN ('pending', 'authorized') THEN NULL
               WHEN orders.payment_status NOT IN ('pending', 'authorized') THEN 'cancel'
               WHEN payment.state = 'pending' THEN 'authorize'
               WHEN payment.capture = 'immediate'
                 OR orders.fulfilment_status IN ('partially_fulfilled', 'fulfilled', 'delivered') THEN 'capture'
             END::payment_step_name AS step
      FROM payment JOIN orders ON orders.id = payment.order_id
      WHERE payment.id = ${paymentId}::uuid
    ), begun AS (
      INSERT INTO payment_step (payment_id, step)
      SELECT id, step FROM found WHERE step IS NOT NULL
      RETURNING id
    )
    SELECT begun.id AS "stepId", found.step, found.id AS "paymentId", order_id AS "orderId", provider, token,
           amount::float8 AS amount, currency, provider_reference AS reference,
           capture = 'immediate' AS "capturesAtOnce", "hasLeft",
           EXISTS (SELECT FROM payment_step WHERE payment_id = found.id) AS "isRepeated"
    FROM found LEFT JOIN begun ON true`;
  if (!row) throw new DomainError('NOT_FOUND', 'There is no such payment.');
  return row.stepId === null ? null : row;
}

/** Writes why an attempt did not work; what it did at the provider stays unknown. */
export async function failStep(db: Database, stepId: string, error: unknown): Promise<void> {
  await db.primary.$executeRaw`
    UPDATE payment_step
    SET outcome = 'failed', error = ${describeError(error)}, ended_at = clock_timestamp()
    WHERE id = ${stepId}::uuid AND outcome IS NULL`;
}
