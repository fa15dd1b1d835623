import { z } from 'zod';
import { currencySchema, moneySchema } from '../money.ts';
import { idSchema, localeSchema, MAX_QUANTITY, quantitySchema } from './common.ts';

export const totalsSchema = z.object({
  subtotal: moneySchema,
  discount: moneySchema,
  shipping: moneySchema,
  tax: moneySchema,
  total: moneySchema,
});
export type Totals = z.infer<typeof totalsSchema>;

/** 128 random bits, 22 characters: whoever knows it may change the cart. */
export const cartIdSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'This is not the id of a cart.');

export const cartAddInput = z.object({
  cartId: cartIdSchema.optional(),
  variantId: idSchema,
  quantity: quantitySchema,
  /** Fixed when the cart is made; ignored for a cart that exists. */
  currency: currencySchema.optional(),
  locale: localeSchema.optional(),
});
export const cartGetInput = z.object({ cartId: cartIdSchema });
/** A quantity of 0 takes the line out. */
export const cartUpdateInput = z.object({
  cartId: cartIdSchema,
  lineId: idSchema,
  quantity: z.int().min(0).max(MAX_QUANTITY),
});
export const cartRemoveInput = z.object({ cartId: cartIdSchema, lineId: idSchema });

/**
 * `out_of_stock`: none left; `insufficient_stock`: fewer than wanted, `available` says how many;
 * `price_changed`: the price is no longer the one at which the line was added; `unavailable`: not sold any more.
 */
export const cartProblemSchema = z.object({
  code: z.enum(['out_of_stock', 'insufficient_stock', 'price_changed', 'unavailable']),
  lineId: idSchema.optional(),
  available: z.int().optional(),
});
export type CartProblem = z.infer<typeof cartProblemSchema>;

export const cartLineSchema = z.object({
  id: idSchema,
  variantId: idSchema,
  title: z.string(),
  handle: z.string(),
  image: z.string().nullable(),
  quantity: z.int(),
  unitPrice: moneySchema,
  total: moneySchema,
});

export const cartSchema = z.object({
  id: cartIdSchema,
  currency: currencySchema,
  locale: localeSchema,
  lines: z.array(cartLineSchema),
  totals: totalsSchema,
  taxIncluded: z.boolean(),
  problems: z.array(cartProblemSchema),
});
export type Cart = z.infer<typeof cartSchema>;
