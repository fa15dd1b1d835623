import type { Queryable } from '@holdfast/db/prisma';
import type { JobName, JobPayload } from '@holdfast/shared/jobs';
import type { OrderEventType } from '@holdfast/shared/order-events';
import { afterEvent, type PaymentStatus, paymentStatusesBefore } from '@holdfast/shared/order-status';
import { KEEP_DECLINED_MS, PAYMENT_DEADLINE_MS } from '../orders/hold-times.ts';
import { IS_OPEN } from '../infra/outbox.ts';
import type { Charge } from './provider.ts';

/** What has become of a payment. `reason`: for the shopper. */
export type PaymentOutcome =
  | { kind: 'authorized'; reference: string; capturesAtOnce: boolean }
  | { kind: 'captured'; reference: string }
  /** `bySilence`: nothing is known of it, rather than that it was refused. */
  | { kind: 'declined'; reason: string; bySilence?: true };

/** What the provider's books say of a payment, as an outcome. */
export function outcomeOf(charge: Charge, capturesAtOnce: boolean): PaymentOutcome {
  if (charge.status === 'authorized') {
    return { kind: 'authorized', reference: charge.reference, capturesAtOnce };
  }
  if (charge.status === 'captured') return { kind: 'captured', reference: charge.reference };
  const reason = charge.status === 'declined' ? charge.reason : 'The authorization was cancelled.';
  return { kind: 'declined', reason };
}

export type OutcomeRecord = {
  paymentId: string;
  orderId: string;
  outcome: PaymentOutcome;
  /** The attempt that has learnt it; without one it came by itself. */
  stepId?: string;
  /** Closed with it, if the payment needs nothing more. */
  eventId?: string;
};

export type Recorded = {
  /** False: the order or the payment may not go there any more, and nothing was written but the attempt's end. */
  recorded: boolean;
  /** The attempt at the capture that follows at once, begun already. */
  captureStepId: string | null;
};

type Job = { [N in JobName]: { name: N; payload: JobPayload<N> } }[JobName];

/** What an outcome does to the rows. Times in ms from now; null: none. */
type Plan = {
  event: OrderEventType;
  state: 'authorized' | 'captured' | 'declined';
  from: ('pending' | 'authorized')[];
  holdMs: number | null;
  deadlineMs: number | null;
  jobs: Job[];
};

/**
 * Writes what became of a payment into payment, order, history, attempt, receipt and later work: one statement, so all
 * of it or none. Every way in which an outcome can be learnt ends here, the job's answer and the provider's webhook
 * alike, so the state machine decides once: whoever comes second finds the payment moved and changes nothing.
 */
export async function recordOutcome(client: Queryable, record: OutcomeRecord): Promise<Recorded> {
  const { paymentId, orderId, outcome } = record;
  const plan = planOf(record);
  const before = paymentStatusesBefore(plan.event);
  const capturesNow = outcome.kind === 'authorized' && outcome.capturesAtOnce && record.stepId !== undefined;
  const [row] = await client.$queryRaw<Recorded[]>`
    WITH locked AS (
      SELECT id FROM orders
      WHERE id = ${orderId}::uuid AND payment_status = ANY(${before}::payment_status[])
        -- What has left cannot be kept from anybody: whoever pays for it is for a human to find.
        AND (${outcome.kind !== 'declined'} OR fulfilment_status = 'unfulfilled')
      FOR UPDATE
    ), moved AS (
      UPDATE payment
      SET state = ${plan.state}::payment_state, token = NULL,
          provider_reference = coalesce(${'reference' in outcome ? outcome.reference : null}, provider_reference),
          decline_reason = ${'reason' in outcome ? outcome.reason : null},
          deadline_at = clock_timestamp() + ${plan.deadlineMs}::integer * interval '1 millisecond',
          updated_at = clock_timestamp()
      FROM locked
      WHERE payment.id = ${paymentId}::uuid AND state = ANY(${plan.from}::payment_state[])
      RETURNING payment.id
    ), changed AS (
      UPDATE orders
      SET payment_status = ${statusAfter(plan.event)}::payment_status,
          hold_expires_at = clock_timestamp() + ${plan.holdMs}::integer * interval '1 millisecond',
          attention_reason = CASE WHEN attention_reason IN ('payment_outcome_unknown', 'capture_failed')
                                  THEN NULL ELSE attention_reason END
      FROM moved
      WHERE orders.id = ${orderId}::uuid
    ), event AS (
      INSERT INTO order_event (order_id, seq, type, data)
      SELECT ${orderId}::uuid, NULL, ${plan.event}, ${JSON.stringify({ paymentId })}::jsonb FROM moved
    ), job AS (
      INSERT INTO outbox_event (job, payload)
      SELECT name, payload
      FROM moved, jsonb_to_recordset(${JSON.stringify(plan.jobs)}::jsonb) AS j (name text, payload jsonb)
    ), receipt AS (
      UPDATE outbox_event SET closed_at = clock_timestamp()
      FROM moved
      WHERE outbox_event.id = ${capturesNow ? null : (record.eventId ?? null)}::uuid AND ${IS_OPEN}
    ), attempt AS (
      UPDATE payment_step
      SET outcome = ${outcome.kind === 'declined' ? 'refused' : 'done'}::payment_step_outcome,
          error = ${'reason' in outcome ? outcome.reason : null}, ended_at = clock_timestamp()
      WHERE id = ${record.stepId ?? null}::uuid AND outcome IS NULL
    ), capture AS (
      INSERT INTO payment_step (payment_id, step)
      SELECT id, 'capture' FROM moved WHERE ${capturesNow}
      RETURNING id
    )
    SELECT EXISTS (SELECT FROM moved) AS recorded, (SELECT id FROM capture) AS "captureStepId"`;
  if (!row) throw new Error('the outcome was not answered');
  return row;
}

function planOf({ orderId, outcome }: OutcomeRecord): Plan {
  if (outcome.kind === 'authorized') {
    const deadlineMs = outcome.capturesAtOnce ? PAYMENT_DEADLINE_MS : null;
    return {
      event: 'payment_authorized',
      state: 'authorized',
      from: ['pending'],
      holdMs: null,
      deadlineMs,
      // What is taken later is as good as paid to the shopper.
      jobs: outcome.capturesAtOnce ? [] : [confirmation(orderId)],
    };
  }
  if (outcome.kind === 'captured') {
    return {
      event: 'payment_captured',
      state: 'captured',
      from: ['pending', 'authorized'],
      holdMs: null,
      deadlineMs: null,
      jobs: [confirmation(orderId)],
    };
  }
  return {
    event: 'payment_declined',
    state: 'declined',
    // Silence says nothing of money that somebody has heard of since.
    from: outcome.bySilence ? ['pending'] : ['pending', 'authorized'],
    holdMs: KEEP_DECLINED_MS,
    deadlineMs: null,
    jobs: [],
  };
}

function confirmation(orderId: string): Job {
  return { name: 'notifications.order-confirmation', payload: { orderId } };
}

/** Each event of a payment leads to one status, wherever it comes from. */
function statusAfter(event: OrderEventType): PaymentStatus {
  const [from] = paymentStatusesBefore(event);
  if (!from) throw new Error(`no payment status knows of ${event}`);
  return afterEvent({ paymentStatus: from, fulfilmentStatus: 'unfulfilled' }, event).paymentStatus;
}
