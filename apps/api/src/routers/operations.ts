import { beatInput, historySchema, snapshotSchema } from '@holdfast/shared/contracts/operations';
import { requireOperator } from '../require-viewer.ts';
import { watchOperations } from '../streams/watch-operations.ts';
import { whileAllowed } from '../streams/while-allowed.ts';
import { operatorProcedure, router, serviceProcedure } from '../trpc.ts';
import { operationsQueuesRouter } from './operations-queues.ts';

export const operationsRouter = router({
  snapshot: operatorProcedure.output(snapshotSchema).query(({ ctx }) => ctx.deps.operations.snapshot()),
  /** The last 15 minutes, second by second. */
  history: operatorProcedure
    .output(historySchema)
    .query(async ({ ctx }) => ({ samples: await ctx.deps.operations.history() })),
  /** The heartbeat of a process without a database: the web app. */
  beat: serviceProcedure.input(beatInput).mutation(({ ctx, input }) => ctx.deps.operations.beat(input)),
  queues: operationsQueuesRouter,
  live: operatorProcedure.subscription(({ ctx, signal }) => {
    const figures = watchOperations(ctx.deps.operations, { client: signal, draining: ctx.draining });
    const check = async () => requireOperator(await ctx.readViewerAgain());
    return ctx.deps.streams.hold(whileAllowed(figures, { check, everyMs: ctx.sessionCheckMs }));
  }),
});
