import { cleanQueue } from '@holdfast/commerce/operations/clean-queue';
import { discardJob } from '@holdfast/commerce/operations/discard-job';
import { listFailedJobs } from '@holdfast/commerce/operations/failed-jobs';
import { listQueues } from '@holdfast/commerce/operations/list-queues';
import { retryJobs } from '@holdfast/commerce/operations/retry-jobs';
import { setQueue } from '@holdfast/commerce/operations/set-queue';
import {
  cleanQueueInput,
  cleanQueueSchema,
  discardJobInput,
  discardJobSchema,
  failedJobsInput,
  failedJobsSchema,
  queueInput,
  queueSetSchema,
  queuesListSchema,
  retryJobsInput,
  retryJobsSchema,
  setConcurrencyInput,
} from '@holdfast/shared/contracts/operations-queues';
import { operatorProcedure, router } from '../trpc.ts';

/** What an operator sees of later work and does about it. What is set is kept in PostgreSQL first, then applied. */
export const operationsQueuesRouter = router({
  list: operatorProcedure
    .output(queuesListSchema)
    .query(({ ctx }) => listQueues(ctx.deps, ctx.deps.operations.queues)),
  /** Its jobs wait from now on; those at work are finished. */
  pause: operatorProcedure
    .input(queueInput)
    .output(queueSetSchema)
    .mutation(({ ctx, input }) =>
      setQueue(ctx.deps, ctx.deps.operations.queues, {
        queue: input.queue,
        paused: true,
        actorId: ctx.viewer.userId,
      }),
    ),
  resume: operatorProcedure
    .input(queueInput)
    .output(queueSetSchema)
    .mutation(({ ctx, input }) =>
      setQueue(ctx.deps, ctx.deps.operations.queues, {
        queue: input.queue,
        paused: false,
        actorId: ctx.viewer.userId,
      }),
    ),
  setConcurrency: operatorProcedure
    .input(setConcurrencyInput)
    .output(queueSetSchema)
    .mutation(({ ctx, input }) =>
      setQueue(ctx.deps, ctx.deps.operations.queues, { ...input, actorId: ctx.viewer.userId }),
    ),
  failed: operatorProcedure
    .input(failedJobsInput)
    .output(failedJobsSchema)
    .query(({ ctx, input }) => listFailedJobs(ctx.deps, input)),
  retry: operatorProcedure
    .input(retryJobsInput)
    .output(retryJobsSchema)
    .mutation(({ ctx, input }) =>
      retryJobs(ctx.deps, ctx.deps.operations.deadLetters, { input, actorId: ctx.viewer.userId }),
    ),
  discard: operatorProcedure
    .input(discardJobInput)
    .output(discardJobSchema)
    .mutation(({ ctx, input }) =>
      discardJob(ctx.deps, ctx.deps.operations.deadLetters, { input, actorId: ctx.viewer.userId }),
    ),
  clean: operatorProcedure
    .input(cleanQueueInput)
    .output(cleanQueueSchema)
    .mutation(({ ctx, input }) => cleanQueue(ctx.deps.operations.queues, input)),
});
