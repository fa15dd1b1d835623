import type { Order } from '@holdfast/shared/contracts/orders';
import type { OrderEventType } from '@holdfast/shared/order-events';
import { describe, expect, it } from 'vitest';
import { piecesOf, stepsOf } from './steps.ts';

type Facts = Pick<Order, 'status' | 'paymentStatus' | 'fulfilmentStatus'>;

const PLACED: Facts = { status: 'placed', paymentStatus: 'pending', fulfilmentStatus: 'unfulfilled' };

const PAID: OrderEventType[] = ['placed', 'payment_authorized', 'payment_captured', 'confirmation_sent'];

function states(facts: Partial<Facts>, ...types: OrderEventType[]): string[] {
  const events = types.map((type, index) => ({
    seq: index + 1,
    type,
    at: `2026-01-01T00:00:0${index}.000Z`,
  }));
  const order = { ...PLACED, ...facts, events } as Order;
  return stepsOf(order).map(({ name, state }) => `${name} ${state}`);
}

describe('the steps of an order', () => {
  it('wait for the first that has not happened', () => {
    expect(states({}, 'placed')).toEqual([
      'placed done',
      'authorized now',
      'paid next',
      'confirmed next',
      'fulfilled next',
      'delivered next',
    ]);
  });

  it('do not depend on the order in which the events came', () => {
    const facts: Partial<Facts> = { status: 'paid', paymentStatus: 'paid' };
    expect(states(facts, 'placed', 'payment_captured', 'payment_authorized').slice(0, 4)).toEqual([
      'placed done',
      'authorized done',
      'paid done',
      'confirmed now',
    ]);
  });

  it('stop at a refusal, and go on with the next try', () => {
    const refused: Partial<Facts> = { status: 'payment_failed', paymentStatus: 'failed' };
    expect(states(refused, 'placed', 'payment_declined')[1]).toBe('authorized failed');
    expect(states({}, 'placed', 'payment_declined', 'payment_retried')[1]).toBe('authorized now');
  });

  it('end with a cancellation, after what had happened', () => {
    const ended: Partial<Facts> = {
      status: 'cancelled',
      paymentStatus: 'cancelled',
      fulfilmentStatus: 'cancelled',
    };
    expect(states(ended, 'placed', 'payment_declined', 'stock_released', 'cancelled')).toEqual([
      'placed done',
      'cancelled failed',
    ]);
  });

  it('end with the money given back, after what had happened', () => {
    const refunded: Partial<Facts> = {
      status: 'refunded',
      paymentStatus: 'refunded',
      fulfilmentStatus: 'fulfilled',
    };
    const types: OrderEventType[] = [
      'placed',
      'payment_captured',
      'fulfilled',
      'refund_requested',
      'refunded',
    ];
    expect(states(refunded, ...types)).toEqual([
      'placed done',
      'paid done',
      'fulfilled done',
      'refunded done',
    ]);
  });

  it('wait for the rest while a part has left', () => {
    const partly: Partial<Facts> = {
      status: 'paid',
      paymentStatus: 'paid',
      fulfilmentStatus: 'partially_fulfilled',
    };
    const types: OrderEventType[] = [...PAID, 'partially_fulfilled'];
    expect(states(partly, ...types).slice(4)).toEqual(['fulfilled now', 'delivered next']);
    const lines = [
      { quantity: 3, cancelledQuantity: 1, fulfilledQuantity: 1 },
      { quantity: 2, cancelledQuantity: 0, fulfilledQuantity: 2 },
    ] as Order['lines'];
    expect(piecesOf({ lines })).toEqual({ sent: 3, count: 4 });
  });

  it('are all done once it is delivered', () => {
    const delivered: Partial<Facts> = {
      status: 'delivered',
      paymentStatus: 'paid',
      fulfilmentStatus: 'delivered',
    };
    expect(states(delivered, ...PAID).every((step) => step.endsWith('done'))).toBe(true);
  });
});
