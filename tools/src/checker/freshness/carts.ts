import { type Cart, type CartChange, type Contents, cartsOf } from '../carts.ts';
import type { Call } from '../history.ts';
import type { History } from '../history-index.ts';
import { broken, type Judgement, KEPT, NOT_EXAMINED, together } from '../judgement.ts';
import { possibleValues, within } from '../register.ts';
import { lastOwn } from './own-write.ts';

/** A cart is what the session's last change of it has answered, but for changes that met that one or came later. */
export function judgeCarts(history: History): Judgement {
  return together(
    cartsOf(history).flatMap((cart) => {
      const reads = cart.reads.map((read) => judgeRead(cart, read));
      return reads.concat(cart.missed.map((call) => judgeMissed(cart, call)));
    }),
  );
}

function judgeRead({ id, changes }: Cart, { call, contents }: Cart['reads'][number]): Judgement {
  const own = lastOwn(changes, call);
  const before = own?.contents;
  if (!before) return NOT_EXAMINED;
  // A change looks at the cart as well, after it has changed it.
  const asked = changes.filter((change) => change.call === call);
  const others = within(changes, { since: own.from, until: call.to }).filter(
    (change) => change !== own && change.call !== call,
  );
  if ([...asked, ...others].some(({ variantId }) => variantId === null)) return NOT_EXAMINED;
  const wrong = [...new Set([...before.keys(), ...contents.keys()])].find((variantId) => {
    const [step] = stepsOf(asked, variantId);
    const values = possibleValues(piecesOf(before, variantId), stepsOf(others, variantId), step);
    return !values.has(piecesOf(contents, variantId));
  });
  if (wrong === undefined) return KEPT;
  return broken(
    `Cart ${id} had ${piecesOf(before, wrong)} of variant ${wrong} when its session last changed it ` +
      `(call ${own.call.id}), and ${piecesOf(contents, wrong)} in call ${call.id} of the same session.`,
    [own.call, call],
  );
}

function piecesOf(contents: Contents, variantId: string): number {
  return contents.get(variantId) ?? 0;
}

function stepsOf(changes: CartChange[], variantId: string) {
  return changes.filter((change) => change.variantId === variantId).map(({ step }) => step);
}

function judgeMissed({ id, changes }: Cart, call: Call): Judgement {
  // A line that is not there is told in the same way as a cart that is not.
  const own = call.procedure === 'cart.get' ? lastOwn(changes, call) : undefined;
  if (!own) return NOT_EXAMINED;
  return broken(
    `Cart ${id} was changed in call ${own.call.id}, and was not to be found in call ${call.id}.`,
    [own.call, call],
  );
}
