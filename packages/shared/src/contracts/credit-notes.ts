import { z } from 'zod';
import { moneySchema } from '../money.ts';
import { cursorSchema, idSchema, isStorable, pageLimitSchema, textSchema } from './common.ts';
import { importedSchema, pastTimeSchema } from './order-import.ts';
import { lineKindSchema } from './orders.ts';

export const issueCreditNoteInput = importedSchema.extend({
  issuedAt: pastTimeSchema,
  reason: textSchema(200),
  /** The goods are back on the shelf. */
  restock: z.boolean(),
});
export type IssueCreditNoteInput = z.output<typeof issueCreditNoteInput>;

export const creditNoteSchema = z.object({
  number: z.string(),
  source: z.string(),
  externalNumber: z.string(),
  /** The customer's number at the source; null when it has none, or when it was erased. */
  customer: z.string().nullable(),
  country: z.string().nullable(),
  reason: z.string(),
  restock: z.boolean(),
  issuedAt: z.iso.datetime(),
  /** When it was written down here. */
  createdAt: z.iso.datetime(),
  total: moneySchema,
  lines: z.array(
    z.object({
      id: idSchema,
      kind: lineKindSchema,
      /** Null for a charge, and when the variant is gone. */
      variantId: idSchema.nullable(),
      sku: z.string(),
      title: z.string(),
      quantity: z.int(),
      unitPrice: moneySchema,
      total: moneySchema,
    }),
  ),
});
export type CreditNote = z.infer<typeof creditNoteSchema>;

export const creditNoteGetInput = z.object({ number: textSchema(40) });

export const creditNoteListInput = z
  .object({
    /** The beginning of its number here or at the source. */
    q: z.string().trim().max(40).refine(isStorable, 'This holds characters that are no text.').optional(),
    cursor: cursorSchema.optional(),
    limit: pageLimitSchema,
  })
  .prefault({});
export type CreditNoteListInput = z.output<typeof creditNoteListInput>;

/** Newest first. */
export const creditNoteListSchema = z.object({
  items: z.array(
    creditNoteSchema
      .pick({ number: true, source: true, externalNumber: true, customer: true, issuedAt: true, total: true })
      .extend({
        /** Of all goods lines together. */
        pieces: z.int(),
      }),
  ),
  nextCursor: z.string().nullable(),
});
export type CreditNoteList = z.infer<typeof creditNoteListSchema>;
