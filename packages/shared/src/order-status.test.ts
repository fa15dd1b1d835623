import { describe, expect, it } from 'vitest';
import {
  canPaymentGo,
  deriveOrderStatus,
  FULFILMENT_STATUSES,
  FULFILMENT_TRANSITIONS,
  ORDER_STATUSES,
  PAYMENT_STATUSES,
  PAYMENT_TRANSITIONS,
} from './order-status.ts';

function reachable(transitions: Record<string, readonly string[]>, start: string): Set<string> {
  const seen = new Set<string>();
  const visit = (state: string): void => {
    if (seen.has(state)) return;
    seen.add(state);
    for (const next of transitions[state] ?? []) visit(next);
  };
  visit(start);
  return seen;
}

describe('the state machines', () => {
  it('have no state that cannot be reached', () => {
    expect(reachable(PAYMENT_TRANSITIONS, 'pending')).toEqual(new Set(PAYMENT_STATUSES));
    expect(reachable(FULFILMENT_TRANSITIONS, 'unfulfilled')).toEqual(new Set(FULFILMENT_STATUSES));
  });

  it('let no money move twice: what is paid cannot be authorised again', () => {
    expect(canPaymentGo('paid', 'authorized')).toBe(false);
    expect(canPaymentGo('authorized', 'paid')).toBe(true);
    expect(canPaymentGo('cancelled', 'paid')).toBe(false);
  });
});

describe('the public status', () => {
  it('has a meaning for every pair of payment and fulfilment, and each word is used', () => {
    const used = PAYMENT_STATUSES.flatMap((payment) =>
      FULFILMENT_STATUSES.map((fulfilment) => deriveOrderStatus(payment, fulfilment)),
    );
    expect(new Set(used)).toEqual(new Set(ORDER_STATUSES));
  });

  it('says that money went back before it says where the parcel is', () => {
    expect(deriveOrderStatus('refunded', 'delivered')).toBe('refunded');
    expect(deriveOrderStatus('paid', 'partially_fulfilled')).toBe('paid');
    expect(deriveOrderStatus('failed', 'unfulfilled')).toBe('payment_failed');
  });
});
