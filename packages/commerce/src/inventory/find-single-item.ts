import type { Queryable } from '@holdfast/db/prisma';
import { DomainError } from '@holdfast/shared/errors';
import { type LockedLevel, lockLevels } from './lock-levels.ts';

/**
 * The one item that a variant is sold from.
 * @throws DomainError NOT_FOUND, VALIDATION (a bundle)
 */
export async function findSingleItem(tx: Queryable, variantId: string): Promise<string> {
  const components = await tx.variantComponent.findMany({ where: { variantId } });
  const [component] = components;
  if (!component) throw new DomainError('NOT_FOUND', 'There is no such variant.');
  if (components.length > 1 || component.quantity !== 1) {
    throw new DomainError('VALIDATION', 'A bundle has no stock of its own: adjust what it is made of.', {
      issues: [{ path: 'variantId', message: 'This variant is a bundle.' }],
    });
  }
  return component.stockItemId;
}

/**
 * Locks that item's level at its first location.
 * @throws DomainError NOT_FOUND, VALIDATION (a bundle)
 */
export async function lockSingleLevel(tx: Queryable, variantId: string): Promise<LockedLevel> {
  const [level] = await lockLevels(tx, [await findSingleItem(tx, variantId)]);
  if (!level) throw new DomainError('NOT_FOUND', 'The variant has no stock level.');
  return level;
}
