import { z } from 'zod';

const orderRef = z.object({ orderId: z.uuid() });
const paymentRef = z.object({ orderId: z.uuid(), paymentId: z.uuid() });
const refundRef = z.object({ orderId: z.uuid(), refundId: z.uuid() });

/**
 * Every kind of later work, by name. A job is an outbox row first (see commerce/infra/outbox), so it exists if
 * and only if its transaction committed.
 *
 * `attempts` and `backoffMs` (exponential, jittered) are the queue's own retries; `timeoutMs` ends a single
 * attempt; `receiptMs` is how long the relay waits for the effect's receipt before it sends the job again, and
 * is longer than all of a job's attempts together.
 */
export const JOBS = {
  'payments.authorize': {
    queue: 'payments',
    payload: paymentRef,
    attempts: 6,
    backoffMs: 250,
    timeoutMs: 10_000,
    receiptMs: 120_000,
  },
  'payments.capture': {
    queue: 'payments',
    payload: paymentRef,
    attempts: 6,
    backoffMs: 250,
    timeoutMs: 10_000,
    receiptMs: 120_000,
  },
  'payments.cancel': {
    queue: 'payments',
    payload: paymentRef,
    attempts: 6,
    backoffMs: 250,
    timeoutMs: 10_000,
    receiptMs: 120_000,
  },
  'payments.refund': {
    queue: 'payments',
    payload: refundRef,
    attempts: 6,
    backoffMs: 250,
    timeoutMs: 10_000,
    receiptMs: 120_000,
  },
  'orders.expire-unpaid': {
    queue: 'orders',
    payload: orderRef,
    attempts: 5,
    backoffMs: 1_000,
    timeoutMs: 10_000,
    receiptMs: 120_000,
  },
  'notifications.order-confirmation': {
    queue: 'notifications',
    payload: orderRef,
    attempts: 8,
    backoffMs: 2_000,
    timeoutMs: 20_000,
    receiptMs: 900_000,
  },
} as const satisfies Record<
  string,
  {
    queue: string;
    payload: z.ZodType;
    attempts: number;
    backoffMs: number;
    timeoutMs: number;
    receiptMs: number;
  }
>;

export type JobName = keyof typeof JOBS;
export type JobPayload<N extends JobName> = z.infer<(typeof JOBS)[N]['payload']>;

export const QUEUES = ['payments', 'orders', 'notifications'] as const;
export type QueueName = (typeof QUEUES)[number];

/** What travels in Redis: the outbox event's id with the payload of its job. */
export type QueuedJob<N extends JobName = JobName> = { eventId: string; payload: JobPayload<N> };

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(JOBS, name);
}
