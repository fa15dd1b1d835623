import type { Call } from './history.ts';
import type { History } from './history-index.ts';
import { answerOf, inputOf, placeAnswer, placeInput } from './read-call.ts';

type Money = { amount: number; currency: string };

/** A call that asked for an order, and what it was told. */
export type Place = {
  call: Call;
  key: string;
  cartId: string;
  /** What the shopper had seen. */
  expectedTotal: Money | undefined;
  /** The order that was acknowledged. */
  order: { number: string; accessToken: string; total: Money } | undefined;
};

/** All calls that asked for an order. */
export function placesOf(history: History): Place[] {
  return history.callsOf('orders.place').flatMap((call) => {
    const input = inputOf(call, placeInput);
    if (!input) return [];
    const { idempotencyKey: key, cartId, expectedTotal } = input;
    return [{ call, key, cartId, expectedTotal, order: answerOf(call, placeAnswer)?.order }];
  });
}
