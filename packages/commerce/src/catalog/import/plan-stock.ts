import { v7 as uuidv7 } from 'uuid';
import type { KnownLevel } from './load-products.ts';
import type { MatchedVariant } from './plan-variants.ts';
import type { Place } from './product-draft.ts';

type NewItem = { variantId: string; stockItemId: string };
type NewLevel = { stockItemId: string; onHand: number; backOrderLimit: number };
type Move = { stockItemId: string; onHandDelta: number };
type Limit = { stockItemId: string; backOrderLimit: number };

/** A change that would leave less than orders have been promised. */
export type StockRefusal = Place & { stockItemId: string; allocated: number; least: number };

export type StockPlan = {
  newItems: NewItem[];
  newLevels: NewLevel[];
  moves: Move[];
  /** Written before the moves and after them, so that no step between is oversold. */
  raiseLimits: Limit[];
  lowerLimits: Limit[];
  refusals: StockRefusal[];
  changedVariantIds: string[];
};

const NOTHING: KnownLevel = { onHand: 0, allocated: 0, backOrderLimit: 0 };

/** Every variant is tracked: one without an item of its own gets one. A bundle's stock is that of its parts. */
export function planStock(variants: MatchedVariant[]): StockPlan {
  const plan: StockPlan = {
    newItems: [],
    newLevels: [],
    moves: [],
    raiseLimits: [],
    lowerLimits: [],
    refusals: [],
    changedVariantIds: [],
  };
  for (const variant of variants) if (!variant.known?.isBundle) planVariantStock(plan, variant);
  return plan;
}

function planVariantStock(plan: StockPlan, { id, draft, known }: MatchedVariant): void {
  const stockItemId = known?.stock?.stockItemId ?? uuidv7();
  const level = known?.stock?.level ?? NOTHING;
  const onHand = draft.onHand ?? level.onHand;
  const backOrderLimit = draft.backOrderLimit ?? level.backOrderLimit;
  if (level.allocated > onHand + backOrderLimit) {
    const least = level.allocated - backOrderLimit;
    plan.refusals.push({
      row: draft.row,
      line: draft.line,
      stockItemId,
      allocated: level.allocated,
      least,
    });
  }
  if (onHand !== level.onHand || backOrderLimit !== level.backOrderLimit) plan.changedVariantIds.push(id);
  if (!known?.stock) plan.newItems.push({ variantId: id, stockItemId });
  if (!known?.stock?.level) {
    plan.newLevels.push({ stockItemId, onHand, backOrderLimit });
    return;
  }
  if (backOrderLimit > level.backOrderLimit) plan.raiseLimits.push({ stockItemId, backOrderLimit });
  if (backOrderLimit < level.backOrderLimit) plan.lowerLimits.push({ stockItemId, backOrderLimit });
  if (onHand !== level.onHand) plan.moves.push({ stockItemId, onHandDelta: onHand - level.onHand });
}
