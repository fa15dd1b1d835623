import { adjustStock } from '@holdfast/commerce/inventory/adjust-stock';
import { listMovements } from '@holdfast/commerce/inventory/list-movements';
import { readLevel } from '@holdfast/commerce/inventory/read-level';
import {
  inventoryAdjustInput,
  inventoryLevelInput,
  inventoryLevelSchema,
  inventoryMovementsInput,
  inventoryMovementsSchema,
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
  movements: operatorProcedure
    .input(inventoryMovementsInput)
    .output(inventoryMovementsSchema)
    .query(({ ctx, input }) => listMovements(ctx.deps, input)),
});
