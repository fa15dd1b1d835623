import { withClient } from '../../stack/postgres.ts';
import type { Item } from '../load/goods.ts';
import type { RehearsalShop } from '../running-shop.ts';

/** What the shop's database tells of one item's sale. Times in ms since 1970. */
export type Sale = {
  /** When its last piece was taken, a moment before that was committed, and until when it stayed so; null: some are left. */
  soldOut: { from: number; until: number } | null;
  /** How often what is cached of its page was made untrue. */
  invalidations: number;
};

/** Pieces that were free after each movement: what is free now, less all that was moved later. */
const MOVEMENTS = `
  WITH item AS (SELECT stock_item_id FROM variant_component WHERE variant_id = $1),
       now_free AS (SELECT sum(on_hand - allocated) AS pieces FROM stock_level JOIN item USING (stock_item_id)),
       later AS (
         SELECT stock_movement.id,
                coalesce(sum(on_hand_delta - allocated_delta) OVER (
                  ORDER BY stock_movement.id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS pieces
         FROM stock_movement JOIN item USING (stock_item_id))
  SELECT (extract(epoch FROM uuid_extract_timestamp(later.id)) * 1000)::float8 AS at,
         (now_free.pieces - later.pieces)::integer AS free
  FROM later, now_free
  WHERE uuid_extract_timestamp(later.id) >= $2
  ORDER BY later.id`;

const INVALIDATIONS = `
  SELECT count(*)::integer AS times FROM cache_invalidation WHERE tags @> ARRAY[$1] AND created_at >= $2`;

/** Of an item of which only what is there is sold, since the rush began. */
export function readSale({ env }: RehearsalShop, { variantId, handle }: Item, since: Date): Promise<Sale> {
  return withClient(env.DATABASE_URL ?? '', async (client) => {
    const moved = await client.query<{ at: number; free: number }>(MOVEMENTS, [variantId, since]);
    const told = await client.query<{ times: number }>(INVALIDATIONS, [`product:${handle}`, since]);
    return { soldOut: findSoldOut(moved.rows), invalidations: told.rows[0]?.times ?? 0 };
  });
}

function findSoldOut(movements: { at: number; free: number }[]): Sale['soldOut'] {
  const last = movements.findIndex(({ free }) => free <= 0);
  if (last === -1) return null;
  const from = movements[last]?.at ?? 0;
  const back = movements.slice(last).find(({ free }) => free > 0);
  return { from, until: back?.at ?? Infinity };
}
