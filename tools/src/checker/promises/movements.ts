import type { Hold, Level, Order } from '../books.ts';
import { broken, firstBroken, type Judgement, KEPT, orderRow, row, together } from '../judgement.ts';
import type { World } from '../world.ts';

/** Each level is the sum of its movements, and what an order holds is the sum of what was moved for it. */
export function judgeMovements({ books }: World): Judgement {
  return together([...books.levels.map(judgeLevel), ...books.orders.map(judgeOrder)]);
}

function judgeLevel(level: Level): Judgement {
  const { stockItemId, onHand, allocated, movedOnHand, movedAllocated } = level;
  if (onHand === movedOnHand && allocated === movedAllocated) return KEPT;
  return broken(
    `Item ${stockItemId} has ${onHand} on hand and ${allocated} allocated, ` +
      `but its movements come to ${movedOnHand} and ${movedAllocated}.`,
    [row('stock_level', level)],
  );
}

function judgeOrder(order: Order): Judgement {
  const held = sumByPlace(order.holds);
  const moved = sumByPlace(order.moved);
  const places = [...new Set([...held.keys(), ...moved.keys()])];
  return firstBroken(
    places.map((place) => {
      const [has, was] = [held.get(place) ?? 0, moved.get(place) ?? 0];
      if (has === was) return KEPT;
      const [stockItemId, locationId] = place.split(' ');
      const values = { orderId: order.id, stockItemId, locationId, held: has, moved: was };
      return broken(
        `Order ${order.number} holds ${has} of item ${stockItemId}, but ${was} were moved for it.`,
        [orderRow(order), row('stock_movement', values)],
      );
    }),
  );
}

function sumByPlace(holds: Hold[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { stockItemId, locationId, quantity } of holds) {
    const place = `${stockItemId} ${locationId}`;
    sums.set(place, (sums.get(place) ?? 0) + quantity);
  }
  return sums;
}
