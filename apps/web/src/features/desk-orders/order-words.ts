import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import type { BadgeKind } from '../../desk/table.tsx';

type Payment = AdminOrder['payments'][number];
type Refund = AdminOrder['refunds'][number];

export const PAYMENT_STATUS: Record<AdminOrder['paymentStatus'], string> = {
  pending: 'Payment pending',
  authorized: 'Authorized',
  paid: 'Paid',
  partially_refunded: 'Refunded in part',
  refunded: 'Refunded',
  failed: 'Payment failed',
  cancelled: 'Cancelled',
};

export const FULFILMENT_STATUS: Record<AdminOrder['fulfilmentStatus'], string> = {
  unfulfilled: 'Not sent',
  partially_fulfilled: 'Sent in part',
  fulfilled: 'Sent',
  delivered: 'Delivered',
  cancelled: 'Will not be sent',
};

export const PAYMENT_STATE: Record<Payment['state'], { word: string; kind: BadgeKind }> = {
  pending: { word: 'Pending', kind: 'plain' },
  authorized: { word: 'Authorized', kind: 'plain' },
  captured: { word: 'Captured', kind: 'plain' },
  declined: { word: 'Declined', kind: 'warning' },
  cancelled: { word: 'Cancelled', kind: 'quiet' },
};

export const REFUND_STATE: Record<Refund['state'], { word: string; kind: BadgeKind }> = {
  pending: { word: 'On its way', kind: 'plain' },
  succeeded: { word: 'Given back', kind: 'plain' },
  replaced: { word: 'Tried again', kind: 'plain' },
  failed: { word: 'Failed', kind: 'danger' },
};

type Step = Payment['steps'][number];

/** What was asked of the provider. */
export const STEP_WORDS: Record<Step['step'], string> = {
  authorize: 'Reserve the money',
  capture: 'Take the money',
  cancel: 'Let the money go',
};

/** What came of it. `open`: it runs, or its process died. */
export const OUTCOME_WORDS: Record<NonNullable<Step['outcome']> | 'open', string> = {
  done: 'done',
  refused: 'refused',
  failed: 'failed',
  open: 'no answer yet',
};
