import type { Level, Order } from '../books.ts';
import { broken, firstBroken, type Judgement, KEPT, orderRow, row, together } from '../judgement.ts';
import { allPieces, leftPieces, openPieces, type Parts, partsOf } from '../pieces.ts';
import { type Supply, suppliesOf } from '../supply.ts';
import type { World } from '../world.ts';

/** No more pieces are promised or sent than there were, and what is set aside is what the open orders need. */
export function judgeStock(world: World): Judgement {
  const { books } = world;
  const parts = partsOf(books.components);
  const demand = demandOf(world, parts);
  return together([
    ...suppliesOf(world, parts).map((supply) => judgeSupply(supply, demand.get(supply.stockItemId))),
    ...books.levels.map(judgeLevel),
    ...books.orders.map((order) => judgeHolds(order, parts)),
  ]);
}

/** What was sold of an item since the rehearsal began, and what orders of before may have given back. */
type Demand = { open: number; left: number; freed: number; orders: number };

function demandOf({ books, history }: World, parts: Parts): Map<string, Demand> {
  const demand = new Map<string, Demand>();
  const add = (pieces: Map<string, number>, kind: keyof Demand) => {
    for (const [item, count] of pieces) {
      const known = demand.get(item) ?? { open: 0, left: 0, freed: 0, orders: 0 };
      demand.set(item, { ...known, [kind]: known[kind] + count });
    }
  };
  for (const order of books.orders) {
    if (order.bornAt < history.startedAt) {
      const isTouched = order.events.some(({ at }) => at >= history.startedAt);
      if (isTouched) add(allPieces(order, parts), 'freed');
      continue;
    }
    const [open, left] = [openPieces(order, parts), leftPieces(order, parts)];
    add(open, 'open');
    add(left, 'left');
    add(new Map([...open.keys(), ...left.keys()].map((item) => [item, 1])), 'orders');
  }
  return demand;
}

function judgeSupply({ stockItemId, pieces, evidence }: Supply, demand: Demand | undefined): Judgement {
  if (!demand || demand.open + demand.left <= pieces + demand.freed) return KEPT;
  const { open, left, freed, orders } = demand;
  const back = freed > 0 ? ` and ${freed} that may have come back` : '';
  return broken(
    `${open + left} pieces of item ${stockItemId} were sold, of ${pieces} that there were${back}.`,
    [...evidence, row('order_line', { stockItemId, orders, open, left })],
  );
}

function judgeLevel(level: Level): Judgement {
  const { stockItemId, onHand, allocated, backOrderLimit, held } = level;
  const evidence = [row('stock_level', level)];
  if (onHand < 0) return broken(`Item ${stockItemId} has ${onHand} on hand.`, evidence);
  if (allocated > onHand + backOrderLimit) {
    const most = onHand + backOrderLimit;
    return broken(
      `${allocated} pieces of item ${stockItemId} are promised, of ${most} that may be.`,
      evidence,
    );
  }
  if (allocated === held) return KEPT;
  return broken(
    `${allocated} pieces of item ${stockItemId} are set aside, and orders hold ${held}.`,
    evidence,
  );
}

function judgeHolds(order: Order, parts: Parts): Judgement {
  const needed = openPieces(order, parts);
  const held = new Map<string, number>();
  for (const { stockItemId, quantity } of order.holds)
    held.set(stockItemId, (held.get(stockItemId) ?? 0) + quantity);
  return firstBroken(
    [...new Set([...needed.keys(), ...held.keys()])].map((item) => {
      const [needs, has] = [needed.get(item) ?? 0, held.get(item) ?? 0];
      if (needs === has) return KEPT;
      return broken(`Order ${order.number} needs ${needs} pieces of item ${item}, and holds ${has}.`, [
        orderRow(order),
        row('stock_allocation', { orderId: order.id, stockItemId: item, quantity: has }),
      ]);
    }),
  );
}
