import { z } from 'zod';
import { currencySchema } from '../money.ts';

/** BCP 47 language tag as the shop uses them: "en", "he", "pt-BR". */
export const localeSchema = z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'A locale looks like en or pt-BR.');

/** Locale and currency a caller may name; what is missing is the channel's default. */
export const marketSchema = z.object({
  locale: localeSchema.optional(),
  currency: currencySchema.optional(),
});

/** What a person typed: trimmed, and only what a database can hold (no NUL, no half of a surrogate pair). */
export const textSchema = (max: number) =>
  z.string().trim().min(1).max(max).refine(isStorable, 'This holds characters that are no text.');

export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

export const MAX_QUANTITY = 9_999;
export const quantitySchema = z.int().min(1).max(MAX_QUANTITY);
export const idSchema = z.uuid();
/** A page's cursor: opaque, made by the server, of no meaning to the client. */
export const cursorSchema = z.string().max(512);
export const pageLimitSchema = z.int().min(1).max(100).default(24);

/** 16 to 128 printable characters, made by the client, one per intention to write. */
export const idempotencyKeySchema = z
  .string()
  .regex(/^[\x21-\x7e]{16,128}$/, 'An idempotency key has 16 to 128 printable characters without spaces.');
