import type { Call } from './history.ts';
import type { History } from './history-index.ts';
import {
  addInput,
  answerOf,
  type CartAnswer,
  cartAnswer,
  cartInput,
  endOf,
  inputOf,
  isRefused,
  lineInput,
} from './read-call.ts';
import type { Change } from './register.ts';

/** Pieces by variant. */
export type Contents = Map<string, number>;

/** Something that was, or may have been, done to one variant of a cart. */
export type CartChange = Change & {
  call: Call;
  /** Null: nobody has told of which variant the line was. */
  variantId: string | null;
  /** The cart as it was answered; null when nothing was. */
  contents: Contents | null;
};

/** All that was asked of one cart. */
export type Cart = {
  id: string;
  changes: CartChange[];
  reads: { call: Call; contents: Contents }[];
  /** Calls that were told that there is no such cart. */
  missed: Call[];
};

/** The carts of which anything was answered, or asked by their id. */
export function cartsOf(history: History): Cart[] {
  const answered = new Map<Call, CartAnswer | null>();
  const byCart = Map.groupBy(history.callsOf(...CART_PROCEDURES), (call) => {
    const cart = answerOf(call, cartAnswer);
    answered.set(call, cart);
    return cart?.id ?? inputOf(call, cartInput)?.cartId ?? '';
  });
  // A cart that was asked for and of which nothing came back has no name.
  byCart.delete('');
  return [...byCart].map(([id, calls]) => {
    const variants = new Map(
      calls.flatMap((call) => (answered.get(call)?.lines ?? []).map((line) => [line.id, line.variantId])),
    );
    const contents = (call: Call) => contentsOf(answered.get(call) ?? null);
    return {
      id,
      changes: calls.flatMap((call) => {
        const change = isRefused(call) ? null : readChange(call, variants);
        return change ? [{ ...change, contents: contents(call) }] : [];
      }),
      reads: calls.flatMap((call) => {
        const seen = contents(call);
        return seen ? [{ call, contents: seen }] : [];
      }),
      missed: calls.filter(({ answer }) => answer.kind === 'refused' && answer.code === 'NOT_FOUND'),
    };
  });
}

const CART_PROCEDURES = ['cart.add', 'cart.update', 'cart.remove', 'cart.get'];

function contentsOf(cart: CartAnswer | null): Contents | null {
  return cart && new Map(cart.lines.map(({ variantId, quantity }) => [variantId, quantity]));
}

function readChange(call: Call, variants: Map<string, string>): Omit<CartChange, 'contents'> | null {
  if (call.procedure === 'cart.get') return null;
  const window = { call, from: call.from, to: endOf(call) };
  if (call.procedure === 'cart.add') {
    const input = inputOf(call, addInput);
    return input && { ...window, variantId: input.variantId, step: { add: input.quantity } };
  }
  const input = inputOf(call, lineInput);
  return input && { ...window, variantId: variants.get(input.lineId) ?? null, step: { set: input.quantity } };
}
