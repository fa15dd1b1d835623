import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { leftToSend } from './pieces.ts';

export const ACTIONS = ['fulfil', 'deliver', 'refund', 'cancel'] as const;
export type ActionName = (typeof ACTIONS)[number];

export const ACTION_LABELS: Record<ActionName, string> = {
  fulfil: 'Send goods',
  deliver: 'Mark as delivered',
  refund: 'Refund',
  cancel: 'Cancel order',
};

/** What stands in the way of an action now, in words; null when nothing does. */
export function whyNot(order: AdminOrder, action: ActionName): string | null {
  const { actions } = order;
  const isPossible = action === 'refund' ? actions.refundable.amount > 0 : actions[action];
  return isPossible ? null : WHY_NOT[action](order);
}

const WHY_NOT: Record<ActionName, (order: AdminOrder) => string> = {
  fulfil: ({ fulfilmentStatus, lines, attention }) => {
    if (fulfilmentStatus === 'cancelled') return 'It will not be sent.';
    if (lines.every((line) => leftToSend(line) === 0)) return 'Nothing is left to send.';
    return attention ? 'Decide first what is asked above.' : 'It is not paid yet.';
  },
  deliver: ({ fulfilmentStatus }) => {
    if (fulfilmentStatus === 'delivered') return 'It has arrived.';
    if (fulfilmentStatus === 'cancelled') return 'It will not be sent.';
    if (fulfilmentStatus === 'partially_fulfilled') return 'Not everything has been sent yet.';
    return 'Nothing has been sent yet.';
  },
  refund: ({ paymentStatus, refunds }) => {
    if (paymentStatus === 'refunded') return 'All money has been given back.';
    if (refunds.some(({ state }) => state === 'pending')) return 'The money is on its way back already.';
    return 'No money has been taken.';
  },
  cancel: ({ status, lines }) => {
    if (status === 'cancelled') return 'It is cancelled.';
    if (lines.some((line) => line.fulfilledQuantity > 0)) return 'Goods have left: refund them instead.';
    if (status === 'refunded') return 'All money has been given back.';
    return 'It cannot be cancelled as it is now.';
  },
};

/** What a cancellation will do, as far as it can be told from here. */
export function cancelEffects(order: AdminOrder): string[] {
  return [
    'The stock goes back on sale.',
    moneyEffect(order),
    'The customer’s page says that the order was cancelled.',
  ];
}

function moneyEffect({ paymentStatus, payments }: AdminOrder): string {
  if (paymentStatus === 'paid' || paymentStatus === 'partially_refunded') {
    return 'The money that was taken is given back.';
  }
  if (payments.some(({ state }) => state === 'authorized')) return 'The reserved money is let go.';
  if (payments.some(({ state }) => state === 'pending')) {
    return 'The payment that is under way is called off. Should money have been taken, it is given back.';
  }
  return 'No money was taken, so none is given back.';
}
