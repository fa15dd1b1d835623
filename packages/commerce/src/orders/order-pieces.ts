import type { Queryable } from '@holdfast/db/prisma';
import { DomainError } from '@holdfast/shared/errors';
import type { StockChange } from '../inventory/move-stock.ts';

/** A line of an order with what has become of its pieces. Amounts in minor units. */
export type LinePieces = {
  id: string;
  title: string;
  quantity: number;
  fulfilled: number;
  cancelled: number;
  returned: number;
  gross: number;
  /** What one piece takes from the shelf. */
  components: { stockItemId: string; quantity: number }[];
};

/** What an order holds of an item at one place. */
type Hold = { stockItemId: string; locationId: string; quantity: number };

/** The lines of an order that is locked. Lines of before components were kept are made of what their variant is now. */
export function loadPieces(tx: Queryable, orderId: string): Promise<LinePieces[]> {
  return tx.$queryRaw<LinePieces[]>`
    SELECT line.id, line.title, line.quantity, fulfilled_quantity AS fulfilled, cancelled_quantity AS cancelled,
           returned_quantity AS returned, gross::float8 AS gross,
           CASE WHEN line.components <> '[]' THEN line.components ELSE coalesce((
             SELECT jsonb_agg(jsonb_build_object('stockItemId', stock_item_id, 'quantity', component.quantity))
             FROM variant_component AS component WHERE component.variant_id = line.variant_id), '[]')
           END AS components
    FROM order_line AS line
    WHERE order_id = ${orderId}::uuid
    ORDER BY position`;
}

/** Pieces that are still to leave. */
export function leftToSend(line: LinePieces): number {
  return line.quantity - line.fulfilled - line.cancelled;
}

function findLine(lines: LinePieces[], lineId: string): LinePieces {
  const line = lines.find(({ id }) => id === lineId);
  if (line) return line;
  throw new DomainError('VALIDATION', 'This order has no such line.', {
    issues: [{ path: 'lines', message: `There is no line ${lineId}.` }],
  });
}

type PieceChoice = {
  /** Without it all that is left of each line. */
  wanted: { lineId: string; quantity: number }[] | undefined;
  what: 'sent' | 'refunded';
  leftOf: (line: LinePieces) => number;
};

/** @throws DomainError VALIDATION (a line that is not of this order), CONFLICT (more than is left of a line) */
export function choosePieces(
  lines: LinePieces[],
  { wanted, what, leftOf }: PieceChoice,
): { line: LinePieces; pieces: number }[] {
  if (!wanted) {
    return lines.map((line) => ({ line, pieces: leftOf(line) })).filter(({ pieces }) => pieces > 0);
  }
  const chosen = wanted.map(({ lineId, quantity }) => ({ line: findLine(lines, lineId), pieces: quantity }));
  for (const { line, pieces } of chosen) {
    if (pieces > leftOf(line)) throw tooMany(what, line, leftOf(line));
  }
  return chosen;
}

/** A refusal that names the line which is asked too much of. */
function tooMany(what: PieceChoice['what'], { title }: LinePieces, left: number): DomainError {
  const message = `Of "${title}" ${left} are left to be ${what}.`;
  return new DomainError('CONFLICT', message, { issues: [{ path: 'lines', message }] });
}

/** Pieces per stock item that lines come to. */
export function sumItems(wanted: { line: LinePieces; pieces: number }[]): Map<string, number> {
  const items = new Map<string, number>();
  for (const { line, pieces } of wanted) {
    for (const { stockItemId, quantity } of line.components) {
      items.set(stockItemId, (items.get(stockItemId) ?? 0) + pieces * quantity);
    }
  }
  return items;
}

/**
 * Takes pieces out of what the order holds, in the order in which the places are emptied. The order is locked.
 * @returns what was held, by place, as changes that give it back
 */
export async function takeHolds(
  tx: Queryable,
  orderId: string,
  items: Map<string, number>,
): Promise<StockChange[]> {
  const holds = await tx.$queryRaw<Hold[]>`
    SELECT stock_item_id AS "stockItemId", location_id AS "locationId", quantity
    FROM stock_allocation JOIN stock_location ON stock_location.id = location_id
    WHERE order_id = ${orderId}::uuid
    ORDER BY stock_item_id, priority`;
  const taken = [...items].flatMap(([item, pieces]) => {
    let missing = pieces;
    const parts = holds
      .filter(({ stockItemId }) => stockItemId === item)
      .map(({ stockItemId, locationId, quantity: held }) => {
        const quantity = Math.min(missing, held);
        missing -= quantity;
        return { stockItemId, locationId, quantity };
      });
    if (missing > 0) throw new Error(`order ${orderId} holds ${missing} too few of item ${item}`);
    return parts.filter(({ quantity }) => quantity > 0);
  });
  await tx.$executeRaw`
    WITH taken AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(taken)}::jsonb)
        AS t ("stockItemId" uuid, "locationId" uuid, quantity integer)
    ), gone AS (
      DELETE FROM stock_allocation AS hold USING taken
      WHERE order_id = ${orderId}::uuid AND stock_item_id = "stockItemId" AND location_id = "locationId"
        AND hold.quantity = taken.quantity
    )
    UPDATE stock_allocation AS hold SET quantity = hold.quantity - taken.quantity
    FROM taken
    WHERE order_id = ${orderId}::uuid AND stock_item_id = "stockItemId" AND location_id = "locationId"
      AND hold.quantity > taken.quantity`;
  return taken.map(({ stockItemId, locationId, quantity }) => ({
    stockItemId,
    locationId,
    orderId,
    onHandDelta: 0,
    allocatedDelta: -quantity,
  }));
}
