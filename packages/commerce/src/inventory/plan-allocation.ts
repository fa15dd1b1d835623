import type { LockedLevel } from './lock-levels.ts';
import type { StockChange } from './move-stock.ts';

/** What one piece of a variant takes from the shelf. */
export type Component = { variantId: string; stockItemId: string; quantity: number };

export type WantedLine = { variantId: string; quantity: number };

export type Shortage = { variantId: string; requested: number; available: number };

export type AllocationPlan =
  | { kind: 'allocate'; changes: StockChange[] }
  | { kind: 'short'; lines: Shortage[] };

/**
 * Decides what a set of lines takes from which level. Demand is summed per stock item first, so two lines or
 * two bundles of one item are never each checked alone. All or nothing: one short item refuses the whole.
 */
export function planAllocation(
  lines: WantedLine[],
  components: Component[],
  levels: LockedLevel[],
): AllocationPlan {
  const demand = sumDemand(lines, components);
  const available = sumAvailable(levels);
  const isShort = (item: string) => (demand.get(item) ?? 0) > (available.get(item) ?? 0);
  const shortLines = lines.filter((line) => {
    const parts = components.filter((component) => component.variantId === line.variantId);
    return parts.length === 0 || parts.some((part) => isShort(part.stockItemId));
  });
  if (shortLines.length > 0) {
    return { kind: 'short', lines: shortLines.map((line) => shortage(line, components, available)) };
  }
  const changes = [...demand].flatMap(([item, quantity]) =>
    takeFrom(
      levels.filter((level) => level.stockItemId === item),
      quantity,
    ),
  );
  return { kind: 'allocate', changes };
}

/** Takes what was planned off the levels, so that the next plan is made of what is left. */
export function takeFromLevels(levels: LockedLevel[], changes: StockChange[]): void {
  for (const change of changes) {
    const level = levels.find(
      ({ stockItemId, locationId }) => stockItemId === change.stockItemId && locationId === change.locationId,
    );
    if (level) level.allocated += change.allocatedDelta;
  }
}

function sumDemand(lines: WantedLine[], components: Component[]): Map<string, number> {
  const demand = new Map<string, number>();
  for (const line of lines) {
    for (const part of components) {
      if (part.variantId !== line.variantId) continue;
      demand.set(part.stockItemId, (demand.get(part.stockItemId) ?? 0) + line.quantity * part.quantity);
    }
  }
  return demand;
}

function sumAvailable(levels: LockedLevel[]): Map<string, number> {
  const available = new Map<string, number>();
  for (const level of levels) {
    const free = level.onHand + level.backOrderLimit - level.allocated;
    available.set(level.stockItemId, (available.get(level.stockItemId) ?? 0) + free);
  }
  return available;
}

/** How many of the variant could be had if it were alone in the order. */
function shortage(line: WantedLine, components: Component[], available: Map<string, number>): Shortage {
  const parts = components.filter((component) => component.variantId === line.variantId);
  const pieces = parts.map((part) => Math.floor((available.get(part.stockItemId) ?? 0) / part.quantity));
  return {
    variantId: line.variantId,
    requested: line.quantity,
    available: pieces.length === 0 ? 0 : Math.max(0, Math.min(...pieces)),
  };
}

/** What is on the shelves first, in the locations' order; then what may be promised beyond it. */
function takeFrom(levels: LockedLevel[], quantity: number): StockChange[] {
  const taken = levels.map((level) => ({ level, pieces: 0 }));
  let missing = quantity;
  for (const limit of [onTheShelf, withBackOrders]) {
    for (const place of taken) {
      const pieces = Math.min(missing, Math.max(0, limit(place.level) - place.pieces));
      place.pieces += pieces;
      missing -= pieces;
    }
  }
  return taken
    .filter(({ pieces }) => pieces > 0)
    .map(({ level, pieces }) => ({
      stockItemId: level.stockItemId,
      locationId: level.locationId,
      onHandDelta: 0,
      allocatedDelta: pieces,
    }));
}

function onTheShelf(level: LockedLevel): number {
  return level.onHand - level.allocated;
}

function withBackOrders(level: LockedLevel): number {
  return level.onHand + level.backOrderLimit - level.allocated;
}
