import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { describe, expect, test } from 'vitest';
import { ACTIONS, cancelEffects, whyNot } from './order-actions.ts';

const LINE = { quantity: 2, fulfilledQuantity: 0, cancelledQuantity: 0, returnedQuantity: 0 };

function order(facts: Partial<AdminOrder>): AdminOrder {
  return {
    status: 'placed',
    paymentStatus: 'pending',
    fulfilmentStatus: 'unfulfilled',
    attention: null,
    lines: [LINE],
    payments: [],
    refunds: [],
    actions: { cancel: false, fulfil: false, deliver: false, refundable: { amount: 0, currency: 'USD' } },
    ...facts,
  } as AdminOrder;
}

const reasons = (facts: Partial<AdminOrder>) =>
  Object.fromEntries(ACTIONS.map((action) => [action, whyNot(order(facts), action)]));

describe('what cannot be done with an order says why:', () => {
  test('nothing stands in the way of what the API allows', () => {
    const actions = { cancel: true, fulfil: true, deliver: true, refundable: { amount: 1, currency: 'USD' } };
    expect(reasons({ actions })).toEqual({ fulfil: null, deliver: null, refund: null, cancel: null });
  });

  test('an order that is not paid', () => {
    expect(reasons({})).toMatchObject({
      fulfil: 'It is not paid yet.',
      deliver: 'Nothing has been sent yet.',
      refund: 'No money has been taken.',
    });
  });

  test('an order of which a part has left', () => {
    const lines = [{ ...LINE, fulfilledQuantity: 1 }] as AdminOrder['lines'];
    expect(reasons({ lines, fulfilmentStatus: 'partially_fulfilled' })).toMatchObject({
      deliver: 'Not everything has been sent yet.',
      cancel: 'Goods have left: refund them instead.',
    });
  });

  test('an order that waits for a decision', () => {
    expect(reasons({ attention: { reason: 'capture_failed', choices: [] } }).fulfil).toBe(
      'Decide first what is asked above.',
    );
  });

  test('an order that is over', () => {
    const cancelled = { status: 'cancelled', fulfilmentStatus: 'cancelled' } as const;
    expect(reasons({ ...cancelled, paymentStatus: 'refunded' })).toEqual({
      fulfil: 'It will not be sent.',
      deliver: 'It will not be sent.',
      refund: 'All money has been given back.',
      cancel: 'It is cancelled.',
    });
  });
});

describe('a cancellation says what becomes of the money:', () => {
  const payment = (state: string) => ({ payments: [{ state }] }) as Partial<AdminOrder>;
  test.each([
    ['taken', { paymentStatus: 'paid' } as const, 'The money that was taken is given back.'],
    ['reserved', payment('authorized'), 'The reserved money is let go.'],
    ['none', payment('declined'), 'No money was taken, so none is given back.'],
  ])('%s', (_name, facts, words) => {
    expect(cancelEffects(order(facts))).toContain(words);
  });
});
