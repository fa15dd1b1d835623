import { type Adjustment, adjustmentsOf } from './adjustments.ts';
import type { HistoryEntry } from './history.ts';
import { type Parts } from './pieces.ts';
import { inputOf, isRefused, variantInput } from './read-call.ts';
import type { World } from './world.ts';

/** At most how many pieces of an item there were to sell since the rehearsal began, and what says so. */
export type Supply = { stockItemId: string; pieces: number; evidence: HistoryEntry[] };

/**
 * The supplies of the items that were offered. What nobody knows is taken as the most that it may be, so that nobody is
 * accused wrongly. A bundle's offer says nothing of one of its parts alone.
 */
export function suppliesOf({ history, books }: World, parts: Parts): Supply[] {
  const adjustments = Map.groupBy(
    adjustmentsOf(history),
    ({ variantId }) => singleOf(variantId, parts)?.stockItemId,
  );
  const unclear = new Set(
    history
      .callsOf('inventory.configure')
      .filter((call) => !isRefused(call))
      .map((call) => singleOf(inputOf(call, variantInput)?.variantId ?? '', parts)?.stockItemId),
  );
  const levels = Map.groupBy(books.levels, ({ stockItemId }) => stockItemId);
  return history.offers.flatMap((offer) => {
    const single = singleOf(offer.variantId, parts);
    if (!single || unclear.has(single.stockItemId)) return [];
    const { stockItemId, quantity } = single;
    const came = (levels.get(stockItemId) ?? []).map(({ cameBack }) => cameBack);
    // Of a pack of six, five pieces may lie there that are no offer.
    const offered = offer.pieces * quantity + quantity - 1;
    const gains = (adjustments.get(stockItemId) ?? []).filter((one) => mostGain(one) !== 0);
    const pieces = [...came, ...gains.map(mostGain)].reduce((sum, gain) => sum + gain, offered);
    return [{ stockItemId, pieces, evidence: [offer, ...gains.map(({ call }) => call)] }];
  });
}

function singleOf(variantId: string, parts: Parts) {
  const components = parts.get(variantId) ?? [];
  return components.length === 1 ? components[0] : undefined;
}

/** By how many pieces a change may have made the supply greater at most. */
function mostGain({ step }: Adjustment): number {
  // Before it was set to a number there was at least nothing on hand.
  if ('set' in step) return step.set;
  // The answer may be an earlier run's under the same key: then the offer is less what was taken off already.
  return Math.max(0, step.add);
}
