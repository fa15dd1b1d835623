import { z } from 'zod';
import { idempotencyKeySchema, idSchema, textSchema } from './common.ts';

const change = z.object({
  variantId: idSchema,
  reason: textSchema(200),
  idempotencyKey: idempotencyKeySchema.optional(),
});

/** Pieces of one item at one place: with any back-order limit it stays within the database's integers. */
export const MAX_ON_HAND = 1_000_000_000;

const count = z.int().min(0).max(MAX_ON_HAND);

/** Either what is on hand now (`setTo`), or by how much it changed (`delta`), never both. */
export const inventoryAdjustInput = z.union([
  change.extend({ setTo: count, delta: z.undefined().optional() }),
  change.extend({ delta: z.int().min(-MAX_ON_HAND).max(MAX_ON_HAND), setTo: z.undefined().optional() }),
]);
export type InventoryAdjustInput = z.output<typeof inventoryAdjustInput>;

export const inventoryLevelInput = z.object({ variantId: idSchema });

/** Pieces: physically there, promised to orders, and free to sell (back-orders included). */
export const inventoryLevelSchema = z.object({ onHand: z.int(), allocated: z.int(), available: z.int() });
export type InventoryLevel = z.infer<typeof inventoryLevelSchema>;
