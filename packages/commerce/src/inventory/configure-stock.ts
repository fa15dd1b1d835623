import type { Queryable } from '@holdfast/db/prisma';
import type { InventoryConfigureInput, InventorySettings } from '@holdfast/shared/contracts/inventory';
import type { Deps } from '../deps.ts';
import { type IdempotencyScope, runKeyed } from '../infra/idempotency.ts';
import { showChanges } from '../listing/show-changes.ts';
import { tellChanges } from '../listing/tell-changes.ts';
import { belowAllocated } from './below-allocated.ts';
import { findVariantSharers } from './find-sharers.ts';
import { lockSingleLevel } from './find-single-item.ts';
import { loadStockSettings } from './read-stock-settings.ts';

export type ConfigureStockCall = { input: InventoryConfigureInput; scope: IdempotencyScope };

/**
 * Sets how many pieces of a variant may be promised beyond those on hand, at its first location, and from how many
 * free ones on it is low. The reason goes into the log.
 * @throws DomainError NOT_FOUND, VALIDATION (a bundle)
 * @throws DomainError BELOW_ALLOCATED: more is promised than would be allowed; `details.orders` names by whom.
 */
export async function configureStock(deps: Deps, call: ConfigureStockCall): Promise<InventorySettings> {
  const { idempotencyKey: key, ...input } = call.input;
  let handles: string[] = [];
  const write = async (tx: Queryable): Promise<InventorySettings> => {
    await writeSettings(tx, input);
    handles = await findVariantSharers(tx, input.variantId);
    await showChanges(tx, handles);
    return loadStockSettings(tx, input.variantId);
  };
  const { scope } = call;
  const settings = await runKeyed(deps.db, { scope, key, operation: 'inventory.configure', input }, write);
  deps.log.info({ ...input, by: call.scope }, 'the settings of a stock were changed');
  await tellChanges(deps, handles);
  return settings;
}

async function writeSettings(
  tx: Queryable,
  input: Omit<InventoryConfigureInput, 'idempotencyKey'>,
): Promise<void> {
  const { lowStockLevel, backOrderLimit } = input;
  const level = await lockSingleLevel(tx, input.variantId);
  const { stockItemId, locationId } = level;
  if (lowStockLevel !== undefined) {
    await tx.stockItem.update({ where: { id: stockItemId }, data: { lowStockLevel } });
  }
  if (backOrderLimit === undefined) return;
  if (level.allocated > level.onHand + backOrderLimit) {
    const beyond = level.allocated - level.onHand;
    throw await belowAllocated(tx, level, `${beyond} more than are on hand are promised to orders already.`);
  }
  await tx.$executeRaw`
    UPDATE stock_level SET back_order_limit = ${backOrderLimit}, updated_at = now()
    WHERE stock_item_id = ${stockItemId}::uuid AND location_id = ${locationId}::uuid`;
}
