import { Prisma } from '@holdfast/db/prisma';
import type { InventoryMovements, InventoryMovementsInput } from '@holdfast/shared/contracts/inventory';
import { DomainError } from '@holdfast/shared/errors';
import { cutPage, decodeCursor } from '../catalog/page-cursor.ts';
import type { Deps } from '../deps.ts';

type Row = Omit<InventoryMovements['items'][number], 'at'> & { id: string; key: number; at: Date };

const ORDER = 'movements';

/**
 * How the stock of a variant came about, newest first, from the primary.
 * @throws DomainError NOT_FOUND (variant), VALIDATION (a cursor that is not of this list)
 */
export async function listMovements(deps: Deps, input: InventoryMovementsInput): Promise<InventoryMovements> {
  const { primary } = deps.db;
  const { variantId, limit } = input;
  const after = decodeCursor(ORDER, input.cursor);
  const rows = await primary.$queryRaw<Row[]>`
    SELECT movement.id, 0 AS key, movement.created_at AS at, movement.kind,
           movement.on_hand_delta AS "onHandDelta", movement.allocated_delta AS "allocatedDelta",
           movement.reason, orders.number AS "orderNumber", users.email AS actor
    FROM variant_component AS component
    CROSS JOIN LATERAL (
      SELECT * FROM stock_movement
      WHERE stock_item_id = component.stock_item_id
        AND ${after ? Prisma.sql`id < ${after.id}::uuid` : Prisma.sql`true`}
      ORDER BY id DESC LIMIT ${limit + 1}
    ) AS movement
    LEFT JOIN orders ON orders.id = movement.order_id
    LEFT JOIN users ON users.id = movement.actor_id
    WHERE component.variant_id = ${variantId}::uuid
    ORDER BY movement.id DESC LIMIT ${limit + 1}`;
  if (rows.length === 0 && (await primary.variant.count({ where: { id: variantId } })) === 0) {
    throw new DomainError('NOT_FOUND', 'There is no such variant.');
  }
  const page = cutPage(rows, { order: ORDER, limit });
  return {
    items: page.rows.map(({ id: _, key: __, at, ...movement }) => ({ at: at.toISOString(), ...movement })),
    nextCursor: page.nextCursor,
  };
}
