import type { Queryable } from '@holdfast/db/prisma';
import { DomainError } from '@holdfast/shared/errors';
import { findHolders } from './find-holders.ts';
import type { LockedLevel } from './lock-levels.ts';

const NAMED_ORDERS = 20;

/** The refusal of less than a level has promised to orders, which it names. */
export async function belowAllocated(
  tx: Queryable,
  level: LockedLevel,
  message: string,
): Promise<DomainError> {
  const orders = await findHolders(tx, level.stockItemId, NAMED_ORDERS);
  return new DomainError('BELOW_ALLOCATED', message, { details: { orders, allocated: level.allocated } });
}
