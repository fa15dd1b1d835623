import { z } from 'zod';
import { moneySchema } from '../money.ts';
import { orderEventTypeSchema } from '../order-events.ts';
import { ATTENTION_CHOICE_NAMES } from '../order-attention.ts';
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

/** Goods take from the stock; a charge (postage, a fee) is money alone. Only an imported order has charges. */
export const lineKindSchema = z.enum(['goods', 'charge']);
export type LineKind = z.infer<typeof lineKindSchema>;

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
      kind: lineKindSchema,
      variantId: idSchema.nullable(),
      sku: z.string().nullable(),
      /** Of the product as it is now; null when it is gone. */
      handle: z.string().nullable(),
      image: imageSchema.nullable(),
      /** Pieces that have left the house. */
      fulfilledQuantity: z.int(),
      /** Pieces that will not be sent: refunded before they left. */
      cancelledQuantity: z.int(),
      /** Pieces that were refunded after they had left. */
      returnedQuantity: z.int(),
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
  /** The stock is kept for an order that is not paid yet, until then; null when nothing is held on time. */
  hold: z.object({ expiresAt: z.iso.datetime() }).nullable(),
  /** Money that has gone back. */
  refunded: moneySchema,
  /** Parcels, oldest first. */
  fulfilments: z.array(
    z.object({
      id: idSchema,
      carrier: z.string().nullable(),
      trackingId: z.string().nullable(),
      at: z.iso.datetime(),
      lines: z.array(z.object({ lineId: idSchema, quantity: z.int() })),
    }),
  ),
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
    /** The beginning of an order's number, here or where it was imported from, or of an e-mail address. */
    q: z.string().trim().max(254).refine(isStorable, 'This holds characters that are no text.').optional(),
    status: orderStatusSchema.optional(),
    /** Only those that wait for a human's decision. */
    attention: z.literal(true).optional(),
    cursor: cursorSchema.optional(),
    limit: pageLimitSchema,
  })
  .prefault({});
export type OrderListInput = z.output<typeof orderListInput>;

/** Where an imported order was sold. */
const originSchema = z.object({
  source: z.string(),
  /** Its number there. */
  externalNumber: z.string(),
  /** The customer's number there; null when it has none, or when it was erased. */
  customer: z.string().nullable(),
  country: z.string().nullable(),
  importedAt: z.iso.datetime(),
});

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
    /** Of all goods together. */
    pieces: z.int(),
    total: moneySchema,
    origin: originSchema.pick({ source: true, externalNumber: true }).nullable(),
  });

/** Newest first. */
export const orderListSchema = z.object({
  items: z.array(orderListItemSchema),
  nextCursor: z.string().nullable(),
});
export type OrderList = z.infer<typeof orderListSchema>;

export const orderAdminGetInput = z.object({ number: textSchema(40) });

const adminWrite = orderAdminGetInput.extend({
  /** Of one decision: a repetition is given the first answer and does nothing. */
  idempotencyKey: idempotencyKeySchema.optional(),
});
const reasonSchema = textSchema(200);
/** An imported order may have more lines and pieces than a cart. */
const lineQuantities = z
  .array(z.object({ lineId: idSchema, quantity: z.int().min(1).max(1_000_000) }))
  .min(1)
  .max(1_000)
  .refine(
    (lines) => new Set(lines.map(({ lineId }) => lineId)).size === lines.length,
    'A line is named twice.',
  );

export const cancelOrderInput = adminWrite.extend({ reason: reasonSchema });
export type CancelOrderInput = z.output<typeof cancelOrderInput>;

/**
 * Without `amount` and `lines` all that is left is given back. `amount`: minor units of the order's currency, for
 * goodwill; no goods move. `lines`: their price is given back; of each line the pieces that have not left are
 * cancelled first; they are on the shelf still. `restock`: pieces that had left are back on the shelf as well.
 */
export const refundOrderInput = adminWrite
  .extend({
    reason: reasonSchema,
    amount: z.int().min(1).optional(),
    lines: lineQuantities.optional(),
    restock: z.boolean().default(false),
  })
  .refine(({ amount, lines }) => amount === undefined || lines === undefined, {
    message: 'Give an amount or lines, not both.',
    path: ['amount'],
  });
export type RefundOrderInput = z.output<typeof refundOrderInput>;

/** A parcel: the pieces named, or without `lines` all that have not left yet. */
export const fulfilOrderInput = adminWrite.extend({
  reason: reasonSchema.optional(),
  lines: lineQuantities.optional(),
  carrier: textSchema(100).optional(),
  trackingId: textSchema(100).optional(),
});
export type FulfilOrderInput = z.output<typeof fulfilOrderInput>;

/** All parcels have arrived. */
export const deliverOrderInput = adminWrite.extend({ reason: reasonSchema.optional() });
export type DeliverOrderInput = z.output<typeof deliverOrderInput>;

export const attentionChoiceSchema = z.enum(ATTENTION_CHOICE_NAMES);

/** What a human decides about an order that waits for it: one of its `attention.choices`. */
export const resolveOrderInput = adminWrite.extend({ choice: attentionChoiceSchema, reason: reasonSchema });
export type ResolveOrderInput = z.output<typeof resolveOrderInput>;

/** An order as its operator sees it: all tries to pay, and the facts that an event carries. */
export const adminOrderSchema = orderSchema.extend({
  attention: z.object({ reason: z.string(), choices: z.array(attentionChoiceSchema) }).nullable(),
  billingAddress: addressSchema.nullable(),
  /** Null when it was placed in this shop. */
  origin: originSchema.nullable(),
  /** What may be done now; whatever is asked for is checked again when it is done. */
  actions: z.object({
    cancel: z.boolean(),
    fulfil: z.boolean(),
    deliver: z.boolean(),
    /** At most so much can be given back. */
    refundable: moneySchema,
  }),
  payments: z.array(
    z.object({
      id: idSchema,
      provider: z.string(),
      state: z.enum(['pending', 'authorized', 'captured', 'declined', 'cancelled']),
      capture: z.enum(['immediate', 'on_fulfilment']),
      amount: moneySchema,
      reference: z.string().nullable(),
      declineReason: z.string().nullable(),
      createdAt: z.iso.datetime(),
      updatedAt: z.iso.datetime(),
      /** Each attempt at the provider, oldest first. `outcome` is null while it runs, or when its process died. */
      steps: z.array(
        z.object({
          step: z.enum(['authorize', 'capture', 'cancel']),
          outcome: z.enum(['done', 'refused', 'failed']).nullable(),
          error: z.string().nullable(),
          startedAt: z.iso.datetime(),
          endedAt: z.iso.datetime().nullable(),
        }),
      ),
    }),
  ),
  /** Oldest first. */
  refunds: z.array(
    z.object({
      id: idSchema,
      amount: moneySchema,
      /** `replaced`: it was refused, and another one was made in its place. */
      state: z.enum(['pending', 'succeeded', 'failed', 'replaced']),
      reason: z.string(),
      restock: z.boolean(),
      /** The provider's word for a refusal. */
      failure: z.string().nullable(),
      at: z.iso.datetime(),
      lines: z.array(z.object({ lineId: idSchema, quantity: z.int() })),
    }),
  ),
  events: z.array(orderEventSchema.extend({ data: z.record(z.string(), z.unknown()) })),
});
export type AdminOrder = z.infer<typeof adminOrderSchema>;
