import { z } from 'zod';
import type { Call } from './history.ts';

/** What was asked; null when it was not of this form, as a client may ask for anything. */
export function inputOf<T>(call: Call, form: z.ZodType<T>): T | null {
  return form.safeParse(call.input).data ?? null;
}

/**
 * What was answered; null when nothing was.
 * @throws Error when it was answered in another form: then the checker does not know this API.
 */
export function answerOf<T>(call: Call, form: z.ZodType<T>): T | null {
  if (call.answer.kind !== 'ok') return null;
  const { success, data, error } = form.safeParse(call.answer.data);
  if (success) return data;
  throw new Error(`The answer to call ${call.id} (${call.procedure}) has a form that is not known here.`, {
    cause: error,
  });
}

/** Whether it is certain that nothing came of it. */
export function isRefused({ answer }: Call): boolean {
  return answer.kind === 'refused';
}

/**
 * Whether one call was over before the other was sent. Calls that touch in the same millisecond are told apart only when
 * one client made both, which does one thing after the other.
 */
export function isBefore(first: Call, then: Call): boolean {
  if (first.to < then.from) return true;
  return first.client === then.client && first.to === then.from && first.from < then.to;
}

/** Until when it may have happened. */
export function endOf({ to, answer }: Call): number {
  return answer.kind === 'unknown' ? Infinity : to;
}

const money = z.object({ amount: z.int(), currency: z.string() });

export const placeInput = z.object({
  idempotencyKey: z.string(),
  cartId: z.string(),
  expectedTotal: money.optional(),
});
export const placeAnswer = z.object({
  status: z.string(),
  /** When `status` is `placed`. */
  order: z.object({ number: z.string(), accessToken: z.string(), total: money }).optional(),
});

export const importInput = z.object({ source: z.string(), externalNumber: z.string() });
export const importAnswer = z.object({
  status: z.string(),
  /** When `status` is `imported`. */
  number: z.string().optional(),
  total: money.optional(),
});

export const addInput = z.object({
  cartId: z.string().optional(),
  variantId: z.string(),
  quantity: z.int(),
});
/** Without `quantity` the line is to go. */
export const lineInput = z.object({ cartId: z.string(), lineId: z.string(), quantity: z.int().default(0) });
export const cartInput = z.object({ cartId: z.string() });
export const cartAnswer = z.object({
  id: z.string(),
  lines: z.array(z.object({ id: z.string(), variantId: z.string(), quantity: z.int() })),
});
export type CartAnswer = z.infer<typeof cartAnswer>;

export const orderInput = z.object({ number: z.string(), accessToken: z.string().optional() });
export const orderAnswer = z.object({ number: z.string(), events: z.array(z.object({ seq: z.int() })) });

export const priceInput = z.object({ variantId: z.string(), amount: z.int(), currency: z.string() });
export const productInput = z.object({ handle: z.string() });
export const productAnswer = z.object({
  variants: z.array(z.object({ id: z.string(), price: money, availability: z.string().optional() })),
});
export const listAnswer = z.object({
  items: z.array(z.object({ handle: z.string(), priceFrom: money, availability: z.string() })),
});

export const variantInput = z.object({ variantId: z.string() });
export const adjustInput = variantInput.extend({
  setTo: z.int().optional(),
  delta: z.int().optional(),
  idempotencyKey: z.string().optional(),
});
export const levelAnswer = z.object({ onHand: z.int() });
