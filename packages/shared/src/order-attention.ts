/**
 * What only a human can decide about an order, and what may safely be chosen then. Whatever is chosen goes through the same
 * guards as if the shop had done it by itself, so a choice that comes too late is refused instead of doing harm.
 */
export const ATTENTION_CHOICES = {
  /** The provider can neither be asked nor believed: money may be reserved or not. */
  payment_outcome_unknown: ['ask_again', 'cancel_order'],
  /** The money is reserved, and cannot be taken. The goods may have left by now: then it can only be had in another way. */
  capture_failed: ['try_again', 'mark_paid', 'cancel_order'],
  /** The provider refused to give money back. */
  refund_failed: ['try_again', 'mark_refunded'],
} as const satisfies Record<string, readonly string[]>;

export type AttentionReason = keyof typeof ATTENTION_CHOICES;

export const ATTENTION_CHOICE_NAMES = [
  'ask_again',
  'try_again',
  'mark_paid',
  'cancel_order',
  'mark_refunded',
] as const;
export type AttentionChoice = (typeof ATTENTION_CHOICE_NAMES)[number];

/** Nothing for a reason that this version does not know. */
export function choicesFor(reason: string): AttentionChoice[] {
  return Object.hasOwn(ATTENTION_CHOICES, reason) ? [...ATTENTION_CHOICES[reason as AttentionReason]] : [];
}
