import { snapshotSchema } from '@holdfast/shared/contracts/operations';
import { watchOperations } from '../streams/watch-operations.ts';
import { operatorProcedure, router } from '../trpc.ts';

export const operationsRouter = router({
  snapshot: operatorProcedure.output(snapshotSchema).query(({ ctx }) => ctx.deps.operations.snapshot()),
  live: operatorProcedure.subscription(({ ctx, signal }) =>
    watchOperations(ctx.deps.operations, { client: signal, draining: ctx.draining }),
  ),
});
