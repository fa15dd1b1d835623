import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Answer } from '../history.ts';
import { cartOf, ok, refused, TestWorld, UNKNOWN, VARIANT } from '../testing-world.ts';

const CART = 'cart-1';
const LINE = `line-of-${VARIANT}`;

/** What a client does next. Parts of a call's time are shares of it; a change may come after nobody waits for it any more. */
const action = fc.record({
  client: fc.constantFrom('tab-1', 'tab-2', 'somebody-else'),
  procedure: fc.constantFrom('cart.add', 'cart.update', 'cart.remove', 'cart.get'),
  quantity: fc.integer({ min: 1, max: 4 }),
  pause: fc.integer({ min: 0, max: 3 }),
  lasts: fc.integer({ min: 0, max: 8 }),
  changedAt: fc.double({ min: 0, max: 1, noNaN: true }),
  readAt: fc.double({ min: 0, max: 1, noNaN: true }),
  fate: fc.constantFrom('answered', 'answered', 'answered', 'lost', 'never came', 'comes late'),
});
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

type Sent = Action & { from: number; to: number; change: number; read: number; answer: Answer };

/** Each client does one thing after the other; what a call changes and then reads happens while it lasts. */
function schedule(actions: Action[]): Sent[] {
  const free = new Map<string, number>();
  return actions.map((one) => {
    const from = (free.get(one.client) ?? 100) + one.pause;
    const to = from + one.lasts;
    free.set(one.client, to);
    const change = one.fate === 'comes late' ? to + 5 : from + one.changedAt * one.lasts;
    const read = from + one.lasts * Math.max(one.changedAt, one.readAt);
    return Object.assign({ from, to, change, read, answer: UNKNOWN }, one);
  });
}

/** Plays the calls against one cart, moment by moment, and fills in what each is answered. */
function play(sent: Sent[]): void {
  let pieces = 1;
  const moments = sent.flatMap((one) => [
    { at: one.change, act: () => (pieces = changed(one, pieces)) },
    { at: one.read, act: () => answer(one, pieces) },
  ]);
  for (const { act } of moments.toSorted((a, b) => a.at - b.at)) act();
}

function changed(one: Sent, pieces: number): number {
  if (one.fate === 'never came') return pieces;
  if (one.procedure === 'cart.add') return pieces + one.quantity;
  if (one.procedure === 'cart.get') return pieces;
  if (pieces === 0) one.answer = refused('NOT_FOUND');
  else pieces = one.procedure === 'cart.update' ? one.quantity : 0;
  return pieces;
}

function answer(one: Sent, pieces: number): void {
  if (one.fate === 'answered' && one.answer.kind === 'unknown') one.answer = ok(cartOf(CART, pieces));
}

function inputOf({ procedure, quantity }: Action) {
  if (procedure === 'cart.add') return { cartId: CART, variantId: VARIANT, quantity };
  return { cartId: CART, lineId: LINE, ...(procedure === 'cart.update' && { quantity }) };
}

/** A cart with one piece in it, changed by tab-1 last. */
function aCart(): TestWorld {
  const world = new TestWorld();
  const input = { variantId: VARIANT, quantity: 1 };
  world.call('cart.add', {
    client: 'tab-1',
    session: 'shopper',
    input,
    answer: ok(cartOf(CART, 1)),
    from: 1,
    to: 2,
  });
  return world;
}

function writeDown(world: TestWorld, sent: Sent[]): void {
  for (const one of sent) {
    const { client, procedure, from, to } = one;
    const session = client === 'somebody-else' ? client : 'shopper';
    world.call(procedure, { client, session, from, to, input: inputOf(one), answer: one.answer });
  }
}

it('whatever two tabs and somebody else do to a cart, in whatever order: nothing is found when all was true', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 12 }), (actions) => {
      const sent = schedule(actions);
      play(sent);
      const world = aCart();
      writeDown(world, sent);
      expect(world.findings('freshness')).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

it('of changes one after the other, each look at the cart of before is found', () => {
  const changes = fc.array(fc.constantFrom(1, 2, 3), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(changes, fc.nat(), (added, missing) => {
      const world = aCart();
      let pieces = 1;
      for (const quantity of added) {
        pieces += quantity;
        const input = { cartId: CART, variantId: VARIANT, quantity };
        world.call('cart.add', {
          client: 'tab-1',
          session: 'shopper',
          input,
          answer: ok(cartOf(CART, pieces)),
        });
      }
      const shown = 1 + (missing % (pieces - 1));
      world.call('cart.get', {
        client: 'tab-2',
        session: 'shopper',
        input: { cartId: CART },
        answer: ok(cartOf(CART, shown)),
      });
      expect(world.findings('freshness')).toHaveLength(1);
    }),
  );
});
