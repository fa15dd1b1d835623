import { z } from 'zod';

const orderRef = z.object({ orderId: z.uuid() });
const paymentRef = z.object({ orderId: z.uuid(), paymentId: z.uuid() });
const refundRef = z.object({ orderId: z.uuid(), refundId: z.uuid() });

/**
 * Every kind of later work, by name. A job is an outbox row first (see commerce/infra/outbox), so it exists if
 * and only if its transaction committed.
 *
 * `attempts` and `backoffMs` (exponential, jittered) are the queue's own retries; `timeoutMs` ends a single
 * attempt. What has used its attempts up is dead and waits for an operator, unless it is to be tried `untilDone`:
 * then it is sent again, ever more rarely, and stays in view as failing.
 */
export const JOBS = {
  'payments.authorize': {
    queue: 'payments',
    payload: paymentRef,
    attempts: 6,
    backoffMs: 250,
    timeoutMs: 10_000,
    untilDone: true,
  },
  'payments.capture': {
    queue: 'payments',
    payload: paymentRef,
    attempts: 6,
    backoffMs: 250,
    timeoutMs: 10_000,
    untilDone: true,
  },
  'payments.cancel': {
    queue: 'payments',
    payload: paymentRef,
    attempts: 6,
    backoffMs: 250,
    timeoutMs: 10_000,
    untilDone: true,
  },
  'payments.refund': {
    queue: 'payments',
    payload: refundRef,
    attempts: 6,
    backoffMs: 250,
    timeoutMs: 10_000,
    untilDone: true,
  },
  'orders.expire-unpaid': {
    queue: 'orders',
    payload: orderRef,
    attempts: 5,
    backoffMs: 1_000,
    timeoutMs: 10_000,
  },
  'notifications.order-confirmation': {
    queue: 'notifications',
    payload: orderRef,
    attempts: 8,
    backoffMs: 2_000,
    timeoutMs: 20_000,
  },
} as const satisfies Record<string, JobKind>;

type JobKind = {
  queue: string;
  payload: z.ZodType;
  attempts: number;
  backoffMs: number;
  timeoutMs: number;
  untilDone?: true;
};

export type JobName = keyof typeof JOBS;
export type JobPayload<N extends JobName> = z.infer<(typeof JOBS)[N]['payload']>;

export const QUEUES = ['payments', 'orders', 'notifications'] as const;
export type QueueName = (typeof QUEUES)[number];

/** How a queue is worked off, unless an operator has set something else. */
type QueueKind = {
  /** Jobs at a time in each worker. */
  concurrency: number;
  /** What is kept in Redis of jobs that are over, of each outcome: as long and as many at most. */
  keep: Record<'completed' | 'failed', { age: number; count: number }>;
};

const HOUR_SECONDS = 3_600;
const KEEP = {
  completed: { age: HOUR_SECONDS, count: 1_000 },
  failed: { age: 7 * 24 * HOUR_SECONDS, count: 2_000 },
};

/** Jobs of payments and notifications mostly wait for somebody outside. */
export const QUEUE_KINDS: Record<QueueName, QueueKind> = {
  payments: { concurrency: 32, keep: KEEP },
  orders: { concurrency: 4, keep: KEEP },
  notifications: { concurrency: 8, keep: KEEP },
};

/** Jobs that were given up also stand here, beside their rows in PostgreSQL, which are what counts. */
export const DEAD_LETTER_QUEUE = 'dead-letter';
export const KEEP_DEAD_LETTERS = KEEP.failed;

/** What travels in Redis: the outbox event's id with the payload of its job. */
export type QueuedJob<N extends JobName = JobName> = { eventId: string; payload: JobPayload<N> };

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(JOBS, name);
}

/** Whether the job is never given up by its queue, however often it fails. */
export function isTriedUntilDone(name: JobName): boolean {
  const kind: JobKind = JOBS[name];
  return kind.untilDone === true;
}
