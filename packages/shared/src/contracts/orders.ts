import { z } from 'zod';
import { moneySchema } from '../money.ts';
import { orderEventTypeSchema } from '../order-events.ts';
import { FULFILMENT_STATUSES, ORDER_STATUSES, PAYMENT_STATUSES } from '../order-status.ts';
import { cartIdSchema, totalsSchema } from './cart.ts';
import { imageSchema } from './catalog.ts';
import {
  cursorSchema,
  idempotencyKeySchema,
  idSchema,
  isStorable,
  pageLimitSchema,
  textSchema,
} from './common.ts';

export const addressSchema = z.object({
  name: textSchema(200),
  company: textSchema(200).optional(),
  line1: textSchema(200),
  line2: textSchema(200).optional(),
  city: textSchema(100),
  region: textSchema(100).optional(),
  postalCode: textSchema(20).optional(),
  country: z.string().regex(/^[A-Z]{2}$/, 'A country is two capital letters (ISO 3166-1), for example IL.'),
  phone: textSchema(40).optional(),
});
export type Address = z.infer<typeof addressSchema>;

const shippingMethodCode = z.string().min(1).max(50);

export const quoteInput = z.object({
  cartId: cartIdSchema,
  shippingAddress: addressSchema.partial().optional(),
  shippingMethod: shippingMethodCode.optional(),
});

export const pricedLineSchema = z.object({
  variantId: idSchema,
  title: z.string(),
  quantity: z.int(),
  unitPrice: moneySchema,
  net: moneySchema,
  tax: moneySchema,
  gross: moneySchema,
  /** A fraction: 0.18 is 18 %. */
  taxRate: z.number(),
});

export const quoteSchema = z.object({
  lines: z.array(pricedLineSchema),
  totals: totalsSchema,
  taxIncluded: z.boolean(),
  shippingMethods: z.array(z.object({ code: z.string(), title: z.string(), price: moneySchema })),
});
export type Quote = z.infer<typeof quoteSchema>;

export const PAYMENT_PROVIDERS = ['test'] as const;

export const paymentInput = z.object({
  provider: z.enum(PAYMENT_PROVIDERS, `The payment provider is one of: ${PAYMENT_PROVIDERS.join(', ')}.`),
  token: z.string().max(500).refine(isStorable, 'This is no token.').optional(),
});

export const placeOrderInput = z.object({
  idempotencyKey: idempotencyKeySchema,
  cartId: cartIdSchema,
  email: z.email().max(254),
  shippingAddress: addressSchema,
  billingAddress: addressSchema.optional(),
  shippingMethod: shippingMethodCode,
  payment: paymentInput,
  /** What the shopper saw. When the order would cost something else, it is not placed. */
  expectedTotal: moneySchema.optional(),
});
export type PlaceOrderInput = z.output<typeof placeOrderInput>;

export const orderStatusSchema = z.enum(ORDER_STATUSES);

export const placedSchema = z.object({
  status: z.literal('placed'),
  order: z.object({
    number: z.string(),
    accessToken: z.string(),
    status: orderStatusSchema,
    total: moneySchema,
  }),
  payment: z.object({
    state: z.enum(['pending', 'requires_action']),
    nextAction: z.object({ type: z.string(), url: z.string() }).optional(),
  }),
});
export const outOfStockSchema = z.object({
  status: z.literal('out_of_stock'),
  lines: z.array(z.object({ variantId: idSchema, requested: z.int(), available: z.int() })),
});
export const priceChangedSchema = z.object({ status: z.literal('price_changed'), quote: quoteSchema });

export const placeOrderOutput = z.discriminatedUnion('status', [
  placedSchema,
  outOfStockSchema,
  priceChangedSchema,
]);
export type PlaceOrderOutput = z.infer<typeof placeOrderOutput>;

/** A new try to pay a declined order, while it is kept (15 minutes from the refusal). */
export const payOrderInput = z.object({
  number: textSchema(40),
  accessToken: z.string().max(100).optional(),
  idempotencyKey: idempotencyKeySchema,
  payment: paymentInput,
});
export type PayOrderInput = z.output<typeof payOrderInput>;

export const payOrderOutput = z.object({
  order: z.object({ number: z.string(), status: orderStatusSchema, total: moneySchema }),
  payment: placedSchema.shape.payment,
});
export type PayOrderOutput = z.infer<typeof payOrderOutput>;

export const orderGetInput = z.object({
  number: textSchema(40),
  accessToken: z.string().max(100).optional(),
});

export const orderEventSchema = z.object({ seq: z.int(), type: orderEventTypeSchema, at: z.iso.datetime() });
export type OrderEvent = z.infer<typeof orderEventSchema>;

export const orderSchema = z.object({
  number: z.string(),
  status: orderStatusSchema,
  paymentStatus: z.enum(PAYMENT_STATUSES),
  fulfilmentStatus: z.enum(FULFILMENT_STATUSES),
  attention: z.object({ reason: z.string() }).nullable(),
  placedAt: z.iso.datetime(),
  lines: z.array(
    // A variant may be deleted; what was sold of it stays on the order.
    pricedLineSchema.extend({
      id: idSchema,
      variantId: idSchema.nullable(),
      sku: z.string().nullable(),
      /** Of the product as it is now; null when it is gone. */
      handle: z.string().nullable(),
      image: imageSchema.nullable(),
    }),
  ),
  /** Null after the personal data was erased. */
  email: z.string().nullable(),
  shippingAddress: addressSchema.nullable(),
  shippingMethod: z.object({ code: z.string(), title: z.string() }),
  payment: z.object({
    /** The provider's word for the last refusal; null when the last try was not refused. */
    declineReason: z.string().nullable(),
    /** Until when `orders.pay` may be tried; null when there is nothing to try. */
    retryUntil: z.iso.datetime().nullable(),
  }),
  totals: totalsSchema,
  taxIncluded: z.boolean(),
  events: z.array(orderEventSchema),
});
export type Order = z.infer<typeof orderSchema>;

/** `lastEventId` is what an EventSource sends by itself when it reconnects. */
export const orderEventsInput = orderGetInput.extend({
  lastEventId: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
});

export const orderListInput = z
  .object({
    /** An order's number or the beginning of an e-mail address. */
    q: z.string().trim().max(254).refine(isStorable, 'This holds characters that are no text.').optional(),
    status: orderStatusSchema.optional(),
    /** Only those that wait for a human's decision. */
    attention: z.literal(true).optional(),
    cursor: cursorSchema.optional(),
    limit: pageLimitSchema,
  })
  .prefault({});
export type OrderListInput = z.output<typeof orderListInput>;

export const orderListItemSchema = orderSchema
  .pick({
    number: true,
    status: true,
    paymentStatus: true,
    fulfilmentStatus: true,
    attention: true,
    placedAt: true,
    email: true,
  })
  .extend({
    /** Pieces of all lines together. */
    pieces: z.int(),
    total: moneySchema,
  });

/** Newest first. */
export const orderListSchema = z.object({
  items: z.array(orderListItemSchema),
  nextCursor: z.string().nullable(),
});
export type OrderList = z.infer<typeof orderListSchema>;

export const orderAdminGetInput = z.object({ number: textSchema(40) });

/** An order as its operator sees it: all tries to pay, and the facts that an event carries. */
export const adminOrderSchema = orderSchema.extend({
  billingAddress: addressSchema.nullable(),
  payments: z.array(
    z.object({
      id: idSchema,
      provider: z.string(),
      state: z.enum(['pending', 'authorized', 'captured', 'declined', 'cancelled']),
      amount: moneySchema,
      reference: z.string().nullable(),
      declineReason: z.string().nullable(),
      createdAt: z.iso.datetime(),
      updatedAt: z.iso.datetime(),
    }),
  ),
  events: z.array(orderEventSchema.extend({ data: z.record(z.string(), z.unknown()) })),
});
export type AdminOrder = z.infer<typeof adminOrderSchema>;
