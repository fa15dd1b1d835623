import { z } from 'zod';
import { idempotencyKeySchema, idSchema } from './common.ts';

const change = z.object({
  variantId: idSchema,
  reason: z.string().trim().min(1).max(200),
  idempotencyKey: idempotencyKeySchema.optional(),
});

const count = z.int().min(0).max(1_000_000_000);

/** Either what is on hand now (`setTo`), or by how much it changed (`delta`), never both. */
export const inventoryAdjustInput = z.union([
  change.extend({ setTo: count, delta: z.undefined().optional() }),
  change.extend({ delta: z.int().min(-1_000_000_000).max(1_000_000_000), setTo: z.undefined().optional() }),
]);
export type InventoryAdjustInput = z.output<typeof inventoryAdjustInput>;

export const inventoryLevelInput = z.object({ variantId: idSchema });

/** Pieces: physically there, promised to orders, and free to sell (back-orders included). */
export const inventoryLevelSchema = z.object({ onHand: z.int(), allocated: z.int(), available: z.int() });
export type InventoryLevel = z.infer<typeof inventoryLevelSchema>;
