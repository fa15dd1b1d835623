import type { Queryable } from '@holdfast/db/prisma';
import type { InventoryConfigureInput, InventorySettings } from '@holdfast/shared/contracts/inventory';
import { DomainError } from '@holdfast/shared/errors';
import { dropProducts } from '../catalog/drop-products.ts';
import type { Deps } from '../deps.ts';
import { fingerprintOf, type IdempotencyScope, runIdempotent } from '../infra/idempotency.ts';
import { findHolders } from './find-holders.ts';
import { findSingleItem } from './find-single-item.ts';
import { lockLevels } from './lock-levels.ts';
import { loadStockSettings } from './read-stock-settings.ts';

const NAMED_ORDERS = 20;

export type ConfigureStockCall = { input: InventoryConfigureInput; scope: IdempotencyScope };

/**
 * Sets how many pieces of a variant may be promised beyond those on hand, at its first location, and from how many
 * free ones on it is low. The reason goes into the log.
 * @throws DomainError NOT_FOUND, VALIDATION (a bundle)
 * @throws DomainError BELOW_ALLOCATED: more is promised than would be allowed; `details.orders` names by whom.
 */
export async function configureStock(deps: Deps, call: ConfigureStockCall): Promise<InventorySettings> {
  const { idempotencyKey: key, ...input } = call.input;
  const write = async (tx: Queryable): Promise<InventorySettings> => {
    await writeSettings(tx, input);
    return loadStockSettings(tx, input.variantId);
  };
  const settings = key
    ? await runIdempotent(
        deps.db,
        { scope: call.scope, key, operation: 'inventory.configure', fingerprint: fingerprintOf(input) },
        write,
      ).then(({ answer }) => answer)
    : await deps.db.primary.$transaction(write);
  deps.log.info({ ...input, by: call.scope }, 'the settings of a stock were changed');
  await dropProducts(deps, await findHandles(deps, input.variantId));
  return settings;
}

async function writeSettings(
  tx: Queryable,
  input: Omit<InventoryConfigureInput, 'idempotencyKey'>,
): Promise<void> {
  const { lowStockLevel, backOrderLimit } = input;
  const stockItemId = await findSingleItem(tx, input.variantId);
  const [level] = await lockLevels(tx, [stockItemId]);
  if (!level) throw new DomainError('NOT_FOUND', 'The variant has no stock level.');
  if (lowStockLevel !== undefined) {
    await tx.stockItem.update({ where: { id: stockItemId }, data: { lowStockLevel } });
  }
  if (backOrderLimit === undefined) return;
  if (level.allocated > level.onHand + backOrderLimit) {
    const orders = await findHolders(tx, stockItemId, NAMED_ORDERS);
    throw new DomainError(
      'BELOW_ALLOCATED',
      `${level.allocated - level.onHand} more than are on hand are promised to orders already.`,
      { details: { orders, allocated: level.allocated } },
    );
  }
  await tx.$executeRaw`
    UPDATE stock_level SET back_order_limit = ${backOrderLimit}, updated_at = now()
    WHERE stock_item_id = ${stockItemId}::uuid AND location_id = ${level.locationId}::uuid`;
}

/** All that is made of the variant's item shows its availability. */
async function findHandles(deps: Deps, variantId: string): Promise<string[]> {
  const products = await deps.db.primary.$queryRaw<{ handle: string }[]>`
    SELECT DISTINCT product.handle
    FROM variant_component AS own
    JOIN variant_component AS other ON other.stock_item_id = own.stock_item_id
    JOIN variant ON variant.id = other.variant_id
    JOIN product ON product.id = variant.product_id
    WHERE own.variant_id = ${variantId}::uuid`;
  return products.map(({ handle }) => handle);
}
