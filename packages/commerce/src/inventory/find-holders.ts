import type { Queryable } from '@holdfast/db/prisma';

/** Numbers of the oldest orders that hold pieces of an item, at most `limit`. */
export async function findHolders(client: Queryable, stockItemId: string, limit: number): Promise<string[]> {
  const holders = await client.$queryRaw<{ number: string }[]>`
    SELECT orders.number FROM stock_allocation
    JOIN orders ON orders.id = stock_allocation.order_id
    WHERE stock_allocation.stock_item_id = ${stockItemId}::uuid
    ORDER BY orders.placed_at LIMIT ${limit}`;
  return holders.map(({ number }) => number);
}
