import type { Component, Order, OrderLine } from './books.ts';

/** What each variant takes from the shelf now. */
export type Parts = Map<string, Component[]>;

export function partsOf(components: Component[]): Parts {
  return Map.groupBy(components, ({ variantId }) => variantId);
}

/** By item, the pieces of an order that are still to be sent; none when it was cancelled. */
export function openPieces(order: Order, parts: Parts): Map<string, number> {
  if (order.fulfilmentStatus === 'cancelled') return new Map();
  return sumItems(order, parts, ({ quantity, fulfilled, cancelled }) => quantity - fulfilled - cancelled);
}

/** By item, the pieces of an order that have left the house and did not come back. */
export function leftPieces(order: Order, parts: Parts): Map<string, number> {
  return sumItems(order, parts, ({ fulfilled, returned }) => fulfilled - returned);
}

/** By item, all pieces of an order, whatever has become of them. */
export function allPieces(order: Order, parts: Parts): Map<string, number> {
  return sumItems(order, parts, ({ quantity }) => quantity);
}

function sumItems(order: Order, parts: Parts, piecesOf: (line: OrderLine) => number): Map<string, number> {
  const items = new Map<string, number>();
  for (const line of order.lines) {
    const pieces = piecesOf(line);
    for (const { stockItemId, quantity } of componentsOf(line, parts)) {
      if (pieces > 0) items.set(stockItemId, (items.get(stockItemId) ?? 0) + pieces * quantity);
    }
  }
  return items;
}

/** Lines of before components were kept are made of what their variant is now. */
function componentsOf({ components, variantId }: OrderLine, parts: Parts) {
  if (components.length > 0 || variantId === null) return components;
  return parts.get(variantId) ?? [];
}
