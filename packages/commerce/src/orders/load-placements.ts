import { Prisma, type Queryable } from '@holdfast/db/prisma';
import { CART_HEAD, CART_LINES, type CartHead, type LoadedLine } from '../cart/load-cart.ts';
import type { Component } from '../inventory/plan-allocation.ts';
import { cartTerms, type Terms } from '../pricing/load-terms.ts';

/** A cart with all that is needed to make an order of it. */
export type Placement = { head: CartHead; lines: LoadedLine[]; terms: Terms; components: Component[] };

type Row = CartHead & Omit<Placement, 'head'> & { isCurrent: boolean };

/** Which cart, and where its order would go. */
export type PlacementQuery = { cartId: string; country: string };

/**
 * Takes carts for this transaction alone, always in the same order, and reads them with their lines, terms and what
 * they are made of. A cart that is missing here does not exist.
 */
export async function loadPlacements(
  tx: Queryable,
  queries: PlacementQuery[],
): Promise<Map<string, Placement>> {
  const rows = await readLocked(tx, queries);
  // Somebody changed a cart while this statement waited for it, so its lines are of before. Nobody can any more.
  const current = rows.every((row) => row.isCurrent) ? rows : await readLocked(tx, queries);
  return new Map(
    current.map(({ isCurrent: _, lines, terms, components, ...head }) => [
      head.id,
      { head, lines, terms, components },
    ]),
  );
}

function readLocked(tx: Queryable, queries: PlacementQuery[]): Promise<Row[]> {
  // The carts come as JSON and become an array only in there: this is planned once, for no number of carts in particular.
  return tx.$queryRaw<Row[]>`
    WITH asked AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(queries)}::jsonb) AS a ("cartId" text, country text)
    ), seen AS MATERIALIZED (
      SELECT id, version FROM cart WHERE id = ANY(ARRAY(SELECT "cartId" FROM asked))
    ), cart AS MATERIALIZED (
      SELECT * FROM cart WHERE id = ANY(ARRAY(SELECT "cartId" FROM asked)) ORDER BY id FOR UPDATE
    )
    SELECT ${CART_HEAD}, ${CART_LINES} AS lines, ${cartTerms(Prisma.sql`asked.country`)} AS terms,
           coalesce((
             SELECT json_agg(json_build_object(
               'variantId', component.variant_id, 'stockItemId', stock_item_id, 'quantity', component.quantity))
             FROM cart_line JOIN variant_component AS component USING (variant_id)
             WHERE cart_line.cart_id = cart.id), '[]') AS components,
           cart.version = seen.version AS "isCurrent"
    FROM cart
    JOIN seen ON seen.id = cart.id
    JOIN asked ON asked."cartId" = cart.id
    JOIN channel ON channel.id = cart.channel_id`;
}
