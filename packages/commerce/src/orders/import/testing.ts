import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Deps } from '../../deps.ts';
import { sellVariant, type SoldVariant } from '../../testing-goods.ts';
import type { ImportCall } from './import-order.ts';

/** A call of an operator, whose id is not of a person. */
export function importCall<I>(input: I): ImportCall<I> {
  return { input, actorId: randomUUID(), scope: 'user:operator' };
}

/** Goods with a SKU and so many pieces on hand. */
export async function stockSku(deps: Deps, onHand: number): Promise<SoldVariant & { sku: string }> {
  const sold = await sellVariant(deps, { onHand });
  const sku = `sku-${sold.variantId}`;
  await deps.db.primary.variant.update({ where: { id: sold.variantId }, data: { sku } });
  return { ...sold, sku };
}

/** Pieces on hand, which all movements together come to. */
export async function readOnHand(deps: Deps, stockItemId: string): Promise<number> {
  const level = await deps.db.primary.stockLevel.findFirstOrThrow({ where: { stockItemId } });
  const { _sum } = await deps.db.primary.stockMovement.aggregate({
    where: { stockItemId },
    _sum: { onHandDelta: true },
  });
  expect(level.onHand).toBe(_sum.onHandDelta);
  return level.onHand;
}
