import { z } from 'zod';
import { currencySchema, MAX_UNIT_AMOUNT, moneySchema } from '../money.ts';
import { idempotencyKeySchema, idSchema, textSchema } from './common.ts';
import { lineKindSchema, outOfStockSchema } from './orders.ts';

/** Where an order comes from that was not placed in this shop. */
export const ORDER_SOURCES = ['import'] as const;

const MOST_LINES = 1_000;
/** A thousand of them stay below 2^53, so that every sum is exact. */
const MOST_OF_LINE = 4_000_000_000_000;

export const importedLineSchema = z
  .object({
    /** Of goods the variant's; of a charge what the source calls it. */
    sku: textSchema(100),
    title: textSchema(500),
    quantity: z.int().min(1).max(1_000_000),
    /** Minor units. */
    unitPrice: z.int().min(0).max(MAX_UNIT_AMOUNT),
    /** Minor units; where it is missing, `quantity` times `unitPrice`. It differs where the price had a part of a minor unit. */
    total: z.int().min(0).max(MOST_OF_LINE).optional(),
    kind: lineKindSchema,
  })
  .refine(({ quantity, unitPrice, total }) => total === undefined || isNear(total, quantity, unitPrice), {
    message: 'The total differs from quantity times price by more than rounding can.',
    path: ['total'],
  })
  .refine((line) => totalOfLine(line) <= MOST_OF_LINE, {
    message: `A line comes to at most ${MOST_OF_LINE} minor units.`,
    path: ['quantity'],
  });
export type ImportedLine = z.output<typeof importedLineSchema>;

type Priced = { quantity: number; unitPrice: number; total?: number | undefined };

/** A price that was rounded to a minor unit is off by less than one for each piece. */
function isNear(total: number, quantity: number, unitPrice: number): boolean {
  return Math.abs(total - quantity * unitPrice) <= quantity;
}

/** What a line comes to, in minor units. */
export function totalOfLine({ total, quantity, unitPrice }: Priced): number {
  return total ?? quantity * unitPrice;
}

/** What imported orders and credit notes both say of themselves. */
export const importedSchema = z.object({
  idempotencyKey: idempotencyKeySchema,
  source: z.enum(ORDER_SOURCES, `The source is one of: ${ORDER_SOURCES.join(', ')}.`),
  /** Its number at the source; one number is one order or one credit note. */
  externalNumber: textSchema(40),
  currency: currencySchema,
  /** The customer's number at the source, never a name or an address. */
  customer: textSchema(40).optional(),
  /** As the source writes it. */
  country: textSchema(100).optional(),
  lines: z.array(importedLineSchema).min(1).max(MOST_LINES),
});

const EARLIEST = Date.UTC(1900, 0, 1);
/** A clock elsewhere may be fast, or in another time zone than it says. */
const FAST_BY_MS = 24 * 60 * 60_000;

/** When something happened elsewhere; written in one way, however it was sent. */
export const pastTimeSchema = z.iso
  .datetime()
  .refine((time) => Date.parse(time) >= EARLIEST && Date.parse(time) <= Date.now() + FAST_BY_MS, {
    message: 'The time is from 1900 on and not in the future.',
  })
  .transform((time) => new Date(time).toISOString());

export const importOrderInput = importedSchema.extend({ placedAt: pastTimeSchema });
export type ImportOrderInput = z.output<typeof importOrderInput>;

export const importOrderOutput = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('imported'),
    number: z.string(),
    total: moneySchema,
    /** In the order of the input's lines. */
    lineIds: z.array(idSchema),
  }),
  outOfStockSchema,
]);
export type ImportOrderOutput = z.infer<typeof importOrderOutput>;
