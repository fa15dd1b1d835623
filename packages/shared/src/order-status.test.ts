import { describe, expect, it } from 'vitest';
import { ORDER_EVENT_TYPES } from './order-events.ts';
import {
  afterEvent,
  deriveOrderStatus,
  FULFILMENT_STATUSES,
  FULFILMENT_TRANSITIONS,
  ORDER_STATUSES,
  PAYMENT_STATUSES,
  PAYMENT_TRANSITIONS,
  paymentStatusesBefore,
  projectStatuses,
} from './order-status.ts';

type Machine = Record<string, Partial<Record<string, string>>>;

/** Where an order may rest for good. */
const ENDS = {
  payment: ['cancelled', 'paid', 'partially_refunded', 'refunded'],
  fulfilment: ['cancelled', 'delivered'],
};

function reachable(machine: Machine, start: string): Set<string> {
  const seen = new Set<string>();
  const visit = (state: string): void => {
    if (seen.has(state)) return;
    seen.add(state);
    for (const next of Object.values(machine[state] ?? {})) visit(next ?? '');
  };
  visit(start);
  return seen;
}

describe.each([
  ['payment', PAYMENT_TRANSITIONS, PAYMENT_STATUSES, 'pending', ENDS.payment],
  ['fulfilment', FULFILMENT_TRANSITIONS, FULFILMENT_STATUSES, 'unfulfilled', ENDS.fulfilment],
] as const)('the states of %s', (_, machine: Machine, states, start, ends) => {
  it('can all be reached', () => {
    expect(reachable(machine, start)).toEqual(new Set(states));
  });

  it('have no dead end: from each an order can come to where it may rest', () => {
    const stuck = states.filter((state) => !ends.some((end) => reachable(machine, state).has(end)));
    expect(stuck).toEqual([]);
  });

  it('are left by known events alone', () => {
    const events = Object.values(machine).flatMap((exits) => Object.keys(exits));
    expect(events.filter((event) => !(ORDER_EVENT_TYPES as readonly string[]).includes(event))).toEqual([]);
  });
});

describe('the state machines', () => {
  it('let no money move twice: what is paid cannot be authorised again', () => {
    expect(paymentStatusesBefore('payment_authorized')).toEqual(['pending']);
    expect(paymentStatusesBefore('payment_captured')).toEqual(['pending', 'authorized']);
    expect(paymentStatusesBefore('payment_retried')).toEqual(['failed']);
  });

  it('rebuild the statuses from the events', () => {
    expect(projectStatuses(['placed'])).toEqual({
      paymentStatus: 'pending',
      fulfilmentStatus: 'unfulfilled',
    });
    expect(
      projectStatuses([
        'placed',
        'payment_authorized',
        'payment_captured',
        'partially_fulfilled',
        'fulfilled',
      ]),
    ).toEqual({ paymentStatus: 'paid', fulfilmentStatus: 'fulfilled' });
    expect(
      projectStatuses(['placed', 'payment_authorized', 'payment_captured', 'cancelled', 'refunded']),
    ).toEqual({ paymentStatus: 'refunded', fulfilmentStatus: 'cancelled' });
  });

  it('leave money that was taken where it is when the order is cancelled: it goes back as a refund', () => {
    const paid = { paymentStatus: 'paid', fulfilmentStatus: 'unfulfilled' } as const;
    expect(afterEvent(paid, 'cancelled')).toEqual({ paymentStatus: 'paid', fulfilmentStatus: 'cancelled' });
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
