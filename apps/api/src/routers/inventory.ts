import { adjustStock } from '@holdfast/commerce/inventory/adjust-stock';
import { configureStock } from '@holdfast/commerce/inventory/configure-stock';
import { listMovements } from '@holdfast/commerce/inventory/list-movements';
import { readLevel } from '@holdfast/commerce/inventory/read-level';
import { readStockSettings } from '@holdfast/commerce/inventory/read-stock-settings';
import {
  inventoryAdjustInput,
  inventoryConfigureInput,
  inventoryLevelInput,
  inventoryLevelSchema,
  inventoryMovementsInput,
  inventoryMovementsSchema,
  inventorySettingsSchema,
} from '@holdfast/shared/contracts/inventory';
import { operatorProcedure, router } from '../trpc.ts';

export const inventoryRouter = router({
  adjust: operatorProcedure
    .input(inventoryAdjustInput)
    .output(inventoryLevelSchema)
    .mutation(({ ctx, input }) =>
      adjustStock(ctx.deps, { input, actorId: ctx.viewer.userId, scope: ctx.scope }),
    ),
  configure: operatorProcedure
    .input(inventoryConfigureInput)
    .output(inventorySettingsSchema)
    .mutation(({ ctx, input }) => configureStock(ctx.deps, { input, scope: ctx.scope })),
  settings: operatorProcedure
    .input(inventoryLevelInput)
    .output(inventorySettingsSchema)
    .query(({ ctx, input }) => readStockSettings(ctx.deps, input)),
  level: operatorProcedure
    .input(inventoryLevelInput)
    .output(inventoryLevelSchema)
    .query(({ ctx, input }) => readLevel(ctx.deps, input)),
  movements: operatorProcedure
    .input(inventoryMovementsInput)
    .output(inventoryMovementsSchema)
    .query(({ ctx, input }) => listMovements(ctx.deps, input)),
});
