import type { InventorySettings } from '@holdfast/shared/contracts/inventory';
import { readCount } from './stock-form.ts';

export type SellingFields = { backOrderLimit: string; lowStockLevel: string; reason: string };
export type SellingErrors = Partial<Record<keyof SellingFields, string>>;
/** What is not named stays as it is. */
export type SellingChange = { reason: string } & Partial<InventorySettings>;

/** What the fields change of the settings, or what is wrong with each of them. Whether it can be done is the API's to say. */
export function readSellingForm(
  fields: SellingFields,
  before: InventorySettings,
): { change: SellingChange } | { errors: SellingErrors } {
  const backOrderLimit = readCount(fields.backOrderLimit);
  const lowStockLevel = readCount(fields.lowStockLevel);
  const reason = fields.reason.trim();
  const errors: SellingErrors = {};
  if (typeof backOrderLimit === 'string') errors.backOrderLimit = backOrderLimit;
  if (typeof lowStockLevel === 'string') errors.lowStockLevel = lowStockLevel;
  if (!reason) errors.reason = 'Say why: it is kept in the log.';
  if (typeof backOrderLimit === 'string' || typeof lowStockLevel === 'string' || !reason) return { errors };
  const change: SellingChange = { reason };
  if (backOrderLimit !== before.backOrderLimit) change.backOrderLimit = backOrderLimit;
  if (lowStockLevel !== before.lowStockLevel) change.lowStockLevel = lowStockLevel;
  return { change };
}

/** Both are as they were. */
export function isNoChange({ backOrderLimit, lowStockLevel }: SellingChange): boolean {
  return backOrderLimit === undefined && lowStockLevel === undefined;
}
