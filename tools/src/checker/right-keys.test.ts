import type { Answer } from './history.ts';
import { itFindsNothing } from './testing-findings.ts';
import { ok, placeInput, refused, UNKNOWN, VARIANT } from './testing-world.ts';

itFindsNothing([
  [
    'a key that was in use, turned away and limited before it was answered',
    (world) => {
      const { placed } = world.sale();
      for (const code of ['IN_PROGRESS', 'OVERLOADED', 'RATE_LIMITED']) {
        world.call('orders.place', { input: placed.input, answer: refused(code), from: placed.from });
      }
    },
  ],
  [
    'a refusal of bad input, and the same key answered when the cart was filled',
    (world) => {
      const { placed } = world.sale();
      const { from } = placed;
      world.entries.splice(-2, 0, {
        ...placed,
        id: 0,
        from: from - 9,
        to: from - 1,
        answer: refused('VALIDATION'),
      });
    },
  ],
  [
    'a key that was used for two carts, of which the second is refused',
    (world) => {
      const { placed } = world.sale();
      const { idempotencyKey: key } = placed.input as ReturnType<typeof placeInput>;
      world.call('orders.place', {
        input: placeInput('cart-other', key),
        answer: refused('IDEMPOTENCY_CONFLICT'),
      });
    },
  ],
  [
    'a key that is limited, in use, or of bad input for another request',
    (world) => {
      const { order } = world.sale();
      for (const code of ['RATE_LIMITED', 'IN_PROGRESS', 'OVERLOADED', 'VALIDATION', 'NOT_FOUND']) {
        const { idempotencyKey } = placeInput(order.cartId ?? '');
        world.call('orders.place', {
          input: placeInput('cart-other', idempotencyKey),
          answer: refused(code),
        });
      }
    },
  ],
  [
    'a payment that is asked for twice under one key, with and without the access token',
    (world) => {
      const { number } = world.sale().order;
      const input = { number, idempotencyKey: 'key-of-pay', payment: { provider: 'test', token: 'ok' } };
      for (const seen of [{}, { accessToken: 'token' }]) {
        world.call('orders.pay', { input: { ...input, ...seen }, answer: refused('CONFLICT') });
      }
    },
  ],
  [
    'a refund that was lost and repeated under its key, and one more under another',
    (world) => {
      const { order, charge } = world.sale();
      const ask = (idempotencyKey: string, answer: Answer) =>
        world.call('orders.admin.refund', {
          input: { number: order.number, amount: 100, idempotencyKey },
          answer,
        });
      ask('first', UNKNOWN);
      ask('first', ok({}));
      ask('second', ok({}));
      order.paymentStatus = 'partially_refunded';
      for (const id of ['refund-1', 'refund-2']) {
        order.refunds.push({ id, paymentId: charge.idempotencyKey, amount: 100, state: 'succeeded' });
        charge.refunds.push({ idempotencyKey: id, amount: 100, status: 'refunded' });
      }
    },
  ],
  [
    'an adjustment that was lost and repeated with its key, and counted once',
    (world) => {
      const input = {
        variantId: VARIANT,
        delta: 5,
        reason: 'found',
        idempotencyKey: 'key-of-the-adjustment',
      };
      world.call('inventory.adjust', { client: 'desk', input, answer: UNKNOWN });
      for (const _ of [1, 2]) {
        world.call('inventory.adjust', { client: 'desk', input, answer: ok({ onHand: 15 }) });
      }
      world.call('inventory.level', {
        client: 'desk',
        input: { variantId: VARIANT },
        answer: ok({ onHand: 15 }),
      });
      world.level.onHand += 5;
      world.level.movedOnHand += 5;
      world.sale({ quantity: 12 });
    },
  ],
  [
    'pieces taken off the shelf in an earlier run, again under the same key, of which the offer knows',
    (world) => {
      const input = { variantId: VARIANT, delta: -9, reason: 'broken', idempotencyKey: 'of-an-earlier-run' };
      world.call('inventory.adjust', { client: 'desk', input, answer: ok({ onHand: 10 }) });
      world.sale({ quantity: 8 });
    },
  ],
]);
