import type { ATTENTION_CHOICES, AttentionChoice, AttentionReason } from '@holdfast/shared/order-attention';

type ChoiceWords = {
  /** On its button. */
  label: string;
  /** What it does, and when it is right. */
  effect: string;
};
export type AttentionWords = {
  title: string;
  advice: string;
  choices: Partial<Record<AttentionChoice, ChoiceWords>>;
};

type ChoicesOf<Reason extends AttentionReason> = Record<
  (typeof ATTENTION_CHOICES)[Reason][number],
  ChoiceWords
>;
type AllWords = {
  [Reason in AttentionReason]: Omit<AttentionWords, 'choices'> & { choices: ChoicesOf<Reason> };
};

const WORDS: AllWords = {
  payment_outcome_unknown: {
    title: 'Whether the customer was charged is not known',
    advice:
      'The payment provider gave no clear answer. The stock stays reserved. Look the payment up at the provider before you decide.',
    choices: {
      ask_again: {
        label: 'Ask the provider again',
        effect: 'The provider is asked what became of this payment, and the order goes on by its answer.',
      },
      cancel_order: {
        label: 'Cancel the order',
        effect:
          'The stock goes back on sale. Should it turn out that money was reserved or taken, it is let go or given back.',
      },
    },
  },
  capture_failed: {
    title: 'The authorized payment could not be captured',
    advice:
      'The money is reserved at the customer’s bank, but none has come. The goods are kept, or have left already: the parcels below say which.',
    choices: {
      try_again: {
        label: 'Try to take it again',
        effect: 'The reserved money is asked for once more. It is never taken twice.',
      },
      mark_paid: {
        label: 'Mark as paid',
        effect:
          'Choose this after the money has come by other means, such as a bank transfer. The provider is not asked again.',
      },
      cancel_order: {
        label: 'Cancel the order',
        effect: 'The reserved money is let go and the stock goes back on sale.',
      },
    },
  },
  refund_failed: {
    title: 'The money could not be given back',
    advice:
      'The payment provider refused the refund. Its word for it stands below, beside the refund. The customer still waits for the money.',
    choices: {
      try_again: {
        label: 'Try to refund again',
        effect: 'The provider is asked once more to give the same money back. It never goes back twice.',
      },
      mark_refunded: {
        label: 'Mark as refunded',
        effect:
          'Choose this after you have given the money back by other means, such as a bank transfer. The provider is not asked again.',
      },
    },
  },
};

/** Why an order waits for a human, and what that person may choose. */
export function attentionWords(reason: string): AttentionWords {
  return isKnown(reason)
    ? WORDS[reason]
    : { title: reason, advice: 'Look into this order before it goes on.', choices: {} };
}

function isKnown(reason: string): reason is AttentionReason {
  return Object.hasOwn(WORDS, reason);
}
