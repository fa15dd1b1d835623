import { describe, expect, test } from 'vitest';
import { attentionWords, eventWords } from './order-words.ts';

const PAYMENT = {
  id: 'a',
  provider: 'test',
  state: 'declined' as const,
  amount: { amount: 100, currency: 'USD' },
  reference: null,
  declineReason: 'The card was declined.',
  createdAt: '2026-01-01T10:00:00.000Z',
  updatedAt: '2026-01-01T10:00:01.000Z',
};
const at = '2026-01-01T10:00:01.000Z';

describe('the words of an event', () => {
  test('name which try to pay was refused, and why', () => {
    const payments = [PAYMENT, { ...PAYMENT, id: 'b', state: 'captured' as const, declineReason: null }];
    expect(eventWords({ seq: 2, type: 'payment_declined', at, data: { paymentId: 'a' } }, payments)).toEqual({
      title: 'Payment declined',
      facts: ['Try 1 of 2, by test', 'The card was declined.'],
    });
    expect(
      eventWords({ seq: 3, type: 'payment_captured', at, data: { paymentId: 'b' } }, payments).facts,
    ).toEqual(['Try 2 of 2, by test']);
  });

  test('say why an order ended, also for a reason that has no words yet', () => {
    const cancelled = { seq: 4, type: 'cancelled' as const, at };
    expect(eventWords({ ...cancelled, data: { reason: 'unpaid' } }, []).facts).toEqual([
      'It was not paid in time.',
    ]);
    expect(eventWords({ ...cancelled, data: { reason: 'fraud' } }, []).facts).toEqual(['fraud']);
  });

  test('add nothing to an event without facts, nor for a payment that is not known', () => {
    expect(eventWords({ seq: 1, type: 'placed', at, data: {} }, [PAYMENT]).facts).toEqual([]);
    expect(
      eventWords({ seq: 2, type: 'payment_authorized', at, data: { paymentId: 'z' } }, [PAYMENT]).facts,
    ).toEqual([]);
  });
});

test('a reason for attention that has no words yet is shown as it is', () => {
  expect(attentionWords('held_by_customs').title).toBe('held_by_customs');
});
