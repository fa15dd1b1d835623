import type { Hold, Level, Order } from '../books.ts';
import { type Judgement, orderRow, row, type World } from '../world.ts';

/** Each level is the sum of its movements, and what an order holds is the sum of what was moved for it. */
export function judgeMovements({ books }: World): Judgement {
  const findings = [...books.levels.flatMap(judgeLevel), ...books.orders.flatMap(judgeOrder)];
  return { examined: books.levels.length + books.orders.length, findings };
}

function judgeLevel(level: Level): Judgement['findings'] {
  const { stockItemId, onHand, allocated, movedOnHand, movedAllocated } = level;
  if (onHand === movedOnHand && allocated === movedAllocated) return [];
  const what =
    `Item ${stockItemId} has ${onHand} on hand and ${allocated} allocated, ` +
    `but its movements come to ${movedOnHand} and ${movedAllocated}.`;
  return [{ what, evidence: [row('stock_level', level)] }];
}

function judgeOrder(order: Order): Judgement['findings'] {
  const held = sumByPlace(order.holds);
  const moved = sumByPlace(order.moved);
  return [...new Set([...held.keys(), ...moved.keys()])].flatMap((place) => {
    const [has, was] = [held.get(place) ?? 0, moved.get(place) ?? 0];
    if (has === was) return [];
    const [stockItemId, locationId] = place.split(' ');
    const what = `Order ${order.number} holds ${has} of item ${stockItemId}, but ${was} were moved for it.`;
    const values = { orderId: order.id, stockItemId, locationId, held: has, moved: was };
    return [{ what, evidence: [orderRow(order), row('stock_movement', values)] }];
  });
}

function sumByPlace(holds: Hold[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { stockItemId, locationId, quantity } of holds) {
    const place = `${stockItemId} ${locationId}`;
    sums.set(place, (sums.get(place) ?? 0) + quantity);
  }
  return sums;
}
