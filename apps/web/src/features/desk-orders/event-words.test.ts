import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { describe, expect, test } from 'vitest';
import { attentionWords } from './attention-words.ts';
import { eventWords } from './event-words.ts';

type Event = AdminOrder['events'][number];

const at = '2026-01-01T10:00:01.000Z';
const NOTHING = { payments: [], refunds: [], fulfilments: [] };
const PAYMENT = {
  id: 'a',
  provider: 'test',
  state: 'declined' as const,
  capture: 'immediate' as const,
  amount: { amount: 100, currency: 'USD' },
  reference: null,
  declineReason: 'The card was declined.',
  createdAt: '2026-01-01T10:00:00.000Z',
  updatedAt: at,
  steps: [],
};
const REFUND = {
  id: 'r',
  amount: { amount: 1_250, currency: 'USD' },
  state: 'failed' as const,
  reason: 'damaged',
  restock: false,
  failure: 'The card is closed.',
  at,
  lines: [],
};
const PARCEL = {
  id: 'p',
  carrier: 'DHL',
  trackingId: 'T1',
  at,
  lines: [
    { lineId: 'one', quantity: 2 },
    { lineId: 'two', quantity: 1 },
  ],
};

const event = (type: Event['type'], data: Event['data'] = {}): Event => ({ seq: 1, type, at, data });

describe('the words of an event', () => {
  test('name which try to pay was refused, and why', () => {
    const payments = [PAYMENT, { ...PAYMENT, id: 'b', state: 'captured' as const, declineReason: null }];
    const facts = { ...NOTHING, payments };
    expect(eventWords(event('payment_declined', { paymentId: 'a' }), facts)).toEqual({
      title: 'Payment declined',
      facts: ['Try 1 of 2, by test', 'The card was declined.'],
    });
    expect(eventWords(event('payment_captured', { paymentId: 'b' }), facts).facts).toEqual([
      'Try 2 of 2, by test',
    ]);
  });

  test('say how much goes back, why and by whom, and why it was refused', () => {
    const facts = { ...NOTHING, refunds: [REFUND] };
    const asked = event('refund_requested', { refundId: 'r', reason: 'damaged', actorId: 'o' });
    expect(eventWords(asked, facts).facts).toEqual(['$12.50', '“damaged”', 'By an operator']);
    expect(eventWords(event('refund_failed', { refundId: 'r' }), facts).facts).toEqual([
      '$12.50',
      'The card is closed.',
    ]);
  });

  test('say what was in the parcel and who carries it', () => {
    const sent = event('fulfilled', { fulfilmentId: 'p' });
    expect(eventWords(sent, { ...NOTHING, fulfilments: [PARCEL] }).facts).toEqual(['3 pieces, DHL, T1']);
    const bare = { ...PARCEL, carrier: null, trackingId: null };
    expect(eventWords(sent, { ...NOTHING, fulfilments: [bare] }).facts).toEqual(['3 pieces']);
  });

  test('say how many pieces will not be sent', () => {
    expect(eventWords(event('lines_cancelled', { pieces: 2 }), NOTHING).facts).toEqual([
      '2 pieces will not be sent',
    ]);
  });

  test('say why an order ended, by itself or by a person', () => {
    const cancelled = (reason: string) => eventWords(event('cancelled', { reason }), NOTHING).facts;
    expect(cancelled('unpaid')).toEqual(['It was not paid in time.']);
    expect(cancelled('fraud')).toEqual(['“fraud”']);
  });

  test('say what was to be decided, and what was', () => {
    const raised = event('attention_raised', { reason: 'capture_failed' });
    expect(eventWords(raised, NOTHING).facts).toEqual(['The authorized payment could not be captured']);
    const resolved = event('attention_resolved', { choice: 'try_again', reason: 'the bank is back' });
    expect(eventWords(resolved, NOTHING).facts).toEqual(['To try again', '“the bank is back”']);
  });

  test('say of an imported order where it was sold', () => {
    const imported = event('placed', { source: 'import', externalNumber: '810001' });
    expect(eventWords(imported, NOTHING)).toEqual({
      title: 'Imported: it was sold elsewhere',
      facts: ['import 810001'],
    });
  });

  test('add nothing to an event without facts, nor for what is not known', () => {
    expect(eventWords(event('placed'), { ...NOTHING, payments: [PAYMENT] }).facts).toEqual([]);
    const unknown = { paymentId: 'z', refundId: 'z', fulfilmentId: 'z' };
    expect(eventWords(event('payment_authorized', unknown), NOTHING).facts).toEqual([]);
  });
});

test('a reason for attention that has no words yet is shown as it is', () => {
  expect(attentionWords('held_by_customs').title).toBe('held_by_customs');
});
