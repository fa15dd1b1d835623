import { z } from 'zod';
import { cursorSchema, idempotencyKeySchema, idSchema, pageLimitSchema, textSchema } from './common.ts';

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

/** Pieces: how many more than are on hand may be promised, and from how many free ones on a shopper reads "low stock". */
export const inventorySettingsSchema = z.object({ backOrderLimit: z.int(), lowStockLevel: z.int() });
export type InventorySettings = z.infer<typeof inventorySettingsSchema>;

/** What is not named stays as it is. */
export const inventoryConfigureInput = change.extend({
  backOrderLimit: count.optional(),
  lowStockLevel: count.optional(),
});
export type InventoryConfigureInput = z.output<typeof inventoryConfigureInput>;

export const inventoryMovementsInput = z.object({
  variantId: idSchema,
  cursor: cursorSchema.optional(),
  limit: pageLimitSchema,
});
export type InventoryMovementsInput = z.output<typeof inventoryMovementsInput>;

export const stockMovementKindSchema = z.enum([
  'adjustment',
  'import',
  'allocation',
  'release',
  'fulfilment',
  'return',
]);
export type StockMovementKind = z.infer<typeof stockMovementKindSchema>;

/** Newest first, in pieces of what the variant is made of: a bundle shows the movements of all its parts. */
export const inventoryMovementsSchema = z.object({
  items: z.array(
    z.object({
      at: z.iso.datetime(),
      kind: stockMovementKindSchema,
      onHandDelta: z.int(),
      allocatedDelta: z.int(),
      reason: z.string().nullable(),
      /** The order that it was moved for. */
      orderNumber: z.string().nullable(),
      /** E-mail address of the person who moved it; null when the shop did it by itself. */
      actor: z.string().nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
});
export type InventoryMovements = z.infer<typeof inventoryMovementsSchema>;
