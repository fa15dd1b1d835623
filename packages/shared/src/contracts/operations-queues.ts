import { z } from 'zod';
import { JOBS, QUEUES } from '../jobs.ts';
import { cursorSchema, idSchema, pageLimitSchema, textSchema } from './common.ts';

const count = z.int();
const at = z.iso.datetime();
const queueSchema = z.enum(QUEUES);

export const MAX_CONCURRENCY = 200;

/**
 * The queues as operators have set them, with what waits and what fails. What Redis was asked for is `null` while it
 * does not answer; settings, failing and dead jobs and schedules stand in PostgreSQL.
 */
export const queuesListSchema = z.object({
  queues: z.array(
    z.object({
      name: queueSchema,
      /** As an operator has set it. */
      paused: z.boolean(),
      /** Jobs at a time in each worker. */
      concurrency: count,
      /** What the job catalogue says, without an operator. */
      defaultConcurrency: count,
      /** E-mail address of who has set it last, and when; null when nobody has. */
      setBy: z.string().nullable(),
      setAt: at.nullable(),
      /** Whether Redis has the same pause; null when it does not answer. */
      isApplied: z.boolean().nullable(),
      workers: count.nullable(),
      waiting: count.nullable(),
      active: count.nullable(),
      delayed: count.nullable(),
      /** Age of the job that waits longest, in ms; null when none waits. */
      oldestWaitingMs: z.number().nullable(),
      /** What Redis still keeps of jobs that are over. */
      kept: z.object({ completed: count.nullable(), failed: count.nullable() }),
      /** Jobs that have failed and are tried on. */
      failing: count,
      /** Jobs that were given up and wait for an operator. */
      dead: count,
    }),
  ),
  schedules: z.array(
    z.object({
      name: z.string(),
      what: z.string(),
      everyMs: count,
      nextAt: at,
      lastStartedAt: at.nullable(),
      lastEndedAt: at.nullable(),
      /** Why the last run failed; null when it did not. */
      lastError: z.string().nullable(),
    }),
  ),
});
export type QueuesList = z.infer<typeof queuesListSchema>;

export const queueInput = z.object({ queue: queueSchema });
export const setConcurrencyInput = z.object({
  queue: queueSchema,
  /** Null: what the job catalogue says. */
  concurrency: z.int().min(1).max(MAX_CONCURRENCY).nullable(),
});

/** `isApplied` false: it is kept, and takes effect when Redis is back. */
export const queueSetSchema = z.object({
  paused: z.boolean(),
  concurrency: count,
  isApplied: z.boolean(),
});
export type QueueSet = z.infer<typeof queueSetSchema>;

export const failedJobStateSchema = z.enum(['failing', 'dead']);

const failedJobsFilter = z.object({
  /** A part of the error, or an order's number. */
  q: textSchema(200).optional(),
  queue: queueSchema.optional(),
  job: z.enum(Object.keys(JOBS) as [keyof typeof JOBS]).optional(),
  state: failedJobStateSchema.optional(),
});
export type FailedJobsFilter = z.output<typeof failedJobsFilter>;

export const failedJobsInput = failedJobsFilter.extend({
  cursor: cursorSchema.optional(),
  limit: pageLimitSchema,
});
export type FailedJobsInput = z.output<typeof failedJobsInput>;

/** Jobs whose newest attempt failed and that have no receipt yet, the newest failure first. */
export const failedJobsSchema = z.object({
  items: z.array(
    z.object({
      id: idSchema,
      job: z.string(),
      /** Null for a job that this version does not know. */
      queue: queueSchema.nullable(),
      /** `failing`: it is tried on. `dead`: nobody tries it again until an operator says so. */
      state: failedJobStateSchema,
      attempts: count,
      error: z.string(),
      failedAt: at,
      /** Since when it is owed. */
      since: at,
      /** The order that it is about. */
      orderNumber: z.string().nullable(),
      /** False: giving it up would lose an order or its money, so it can only be sent again. */
      isDiscardable: z.boolean(),
    }),
  ),
  nextCursor: z.string().nullable(),
});
export type FailedJobs = z.infer<typeof failedJobsSchema>;

/** One job, or all that a list with this filter shows. */
export const retryJobsInput = z.union([
  z.object({ id: idSchema, matching: z.undefined().optional() }),
  z.object({ matching: failedJobsFilter, id: z.undefined().optional() }),
]);
export type RetryJobsInput = z.output<typeof retryJobsInput>;

/** `hasMore`: that were all of one call; ask again for the others. */
export const retryJobsSchema = z.object({ count, hasMore: z.boolean() });
export type RetryJobs = z.infer<typeof retryJobsSchema>;

export const discardJobInput = z.object({ id: idSchema, reason: textSchema(200) });
export type DiscardJobInput = z.output<typeof discardJobInput>;
export const discardJobSchema = z.object({ id: idSchema });

export const cleanQueueInput = z.object({ queue: queueSchema, outcome: z.enum(['completed', 'failed']) });
export type CleanQueueInput = z.output<typeof cleanQueueInput>;
export const cleanQueueSchema = z.object({ removed: count });
