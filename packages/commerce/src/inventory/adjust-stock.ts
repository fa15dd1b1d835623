import type { Queryable } from '@holdfast/db/prisma';
import type { InventoryAdjustInput, InventoryLevel } from '@holdfast/shared/contracts/inventory';
import { MAX_ON_HAND } from '@holdfast/shared/contracts/inventory';
import { DomainError } from '@holdfast/shared/errors';
import type { Deps } from '../deps.ts';
import { type IdempotencyScope, runKeyed } from '../infra/idempotency.ts';
import { tellChanges } from '../listing/tell-changes.ts';
import { belowAllocated } from './below-allocated.ts';
import type { LockedLevel } from './lock-levels.ts';
import { moveStock } from './move-stock.ts';
import { lockSingleLevel } from './find-single-item.ts';
import { loadLevel } from './read-level.ts';

export type AdjustStockCall = { input: InventoryAdjustInput; actorId: string; scope: IdempotencyScope };

/**
 * Sets or changes what is on hand of a variant at its first location, with the reason kept in the movement.
 * With an idempotency key a repetition gives the first answer and moves nothing.
 * @throws DomainError NOT_FOUND, VALIDATION (a bundle; fewer than none on hand)
 * @throws DomainError BELOW_ALLOCATED: less than orders have been promised; `details.orders` names them.
 */
export async function adjustStock(deps: Deps, call: AdjustStockCall): Promise<InventoryLevel> {
  const changed: string[] = [];
  const adjust = async (tx: Queryable): Promise<InventoryLevel> => {
    changed.push(...(await adjustLocked(tx, call)));
    return loadLevel(tx, call.input.variantId);
  };
  const { idempotencyKey: key, ...change } = call.input;
  const level = await runKeyed(
    deps.db,
    { scope: call.scope, key, operation: 'inventory.adjust', input: change },
    adjust,
  );
  await tellChanges(deps, changed);
  return level;
}

async function adjustLocked(tx: Queryable, { input, actorId }: AdjustStockCall): Promise<string[]> {
  const level = await lockSingleLevel(tx, input.variantId);
  const onHandDelta = input.setTo === undefined ? input.delta : input.setTo - level.onHand;
  if (onHandDelta === 0) return [];
  await refuseImpossible(tx, level, level.onHand + onHandDelta);
  return moveStock(tx, {
    kind: 'adjustment',
    reason: input.reason,
    actorId,
    changes: [
      { stockItemId: level.stockItemId, locationId: level.locationId, onHandDelta, allocatedDelta: 0 },
    ],
  });
}

async function refuseImpossible(tx: Queryable, level: LockedLevel, onHand: number): Promise<void> {
  if (onHand < 0) {
    throw new DomainError('VALIDATION', `There are ${level.onHand} on hand: no more can be taken away.`, {
      issues: [{ path: 'delta', message: `At most ${level.onHand} can be taken away.` }],
    });
  }
  if (onHand > MAX_ON_HAND) {
    throw new DomainError('VALIDATION', `At most ${MAX_ON_HAND} can be on hand.`, {
      issues: [
        { path: 'delta', message: `There would be ${onHand}; at most ${MAX_ON_HAND} can be on hand.` },
      ],
    });
  }
  if (level.allocated <= onHand + level.backOrderLimit) return;
  const least = level.allocated - level.backOrderLimit;
  const message = `${level.allocated} are promised to orders; on hand cannot go below ${least}.`;
  throw await belowAllocated(tx, level, message);
}
