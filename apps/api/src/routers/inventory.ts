import { adjustStock } from '@holdfast/commerce/inventory/adjust-stock';
import { readLevel } from '@holdfast/commerce/inventory/read-level';
import {
  inventoryAdjustInput,
  inventoryLevelInput,
  inventoryLevelSchema,
} from '@holdfast/shared/contracts/inventory';
import { operatorProcedure, router } from '../trpc.ts';

export const inventoryRouter = router({
  adjust: operatorProcedure
    .input(inventoryAdjustInput)
    .output(inventoryLevelSchema)
    .mutation(({ ctx, input }) =>
      adjustStock(ctx.deps, { input, actorId: ctx.viewer.userId, scope: ctx.scope }),
    ),
  level: operatorProcedure
    .input(inventoryLevelInput)
    .output(inventoryLevelSchema)
    .query(({ ctx, input }) => readLevel(ctx.deps, input)),
});
