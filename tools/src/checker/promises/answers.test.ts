import { itFinds } from '../testing-findings.ts';
import { ok, placeAnswer, placeInput, refused } from '../testing-world.ts';

itFinds('answers', [
  [
    'another order for the same key',
    (world) => {
      const { placed, order } = world.sale();
      const answer = ok(placeAnswer({ ...order, number: 'N2' }));
      world.call('orders.place', { input: placed.input, answer });
    },
    'One key was answered in two ways:',
    ['orders.place', 'orders.place'],
  ],
  [
    'a refusal of what was acknowledged under the same key',
    (world) => {
      const { placed, order } = world.sale();
      const answer = refused('CART_ALREADY_PLACED', { orderNumber: order.number });
      world.call('orders.place', { client: 'tab-2', session: 'shopper', input: placed.input, answer });
    },
    ', CART_ALREADY_PLACED in call 4.',
    ['orders.place', 'orders.place'],
  ],
  [
    'another order in the same refusal',
    (world) => {
      const { placed, order } = world.sale();
      placed.answer = refused('CART_ALREADY_PLACED', { orderNumber: order.number });
      const answer = refused('CART_ALREADY_PLACED', { orderNumber: 'N2' });
      world.call('orders.place', { input: placed.input, answer });
    },
    'CART_ALREADY_PLACED in call 2, CART_ALREADY_PLACED in call 4.',
    ['orders.place', 'orders.place'],
  ],
  [
    'bad input, when the same had been answered before',
    (world) => {
      const { placed } = world.sale();
      world.call('orders.place', { input: placed.input, answer: refused('NOT_FOUND') });
    },
    ', NOT_FOUND in call 4.',
    ['orders.place', 'orders.place'],
  ],
  [
    "a key that is said to be another request's, and nobody else has used it",
    (world) => {
      world.sale().placed.answer = refused('IDEMPOTENCY_CONFLICT');
    },
    "Call 2 was told that its key is another request's, and nobody else has used it.",
    ['orders.place'],
  ],
  [
    'another order that is acknowledged under a key that has its answer',
    (world) => {
      const { cartId } = world.sale();
      const other = world.sale();
      other.placed.input = placeInput(other.cartId, placeInput(cartId).idempotencyKey);
    },
    'One key was used for two requests:',
    ['orders.place', 'orders.place'],
  ],
  [
    'another address under the key of an order, answered with that order',
    (world) => {
      const { placed, cartId } = world.sale();
      const input = { ...placeInput(cartId), email: 'another@example.com' };
      world.call('orders.place', { input, answer: placed.answer });
    },
    'One key was used for two requests:',
    ['orders.place', 'orders.place'],
  ],
  [
    'a decision of another request under a key that has its answer',
    (world) => {
      const { idempotencyKey } = placeInput(world.sale().cartId);
      const input = { number: 'N1', reason: 'asked for', idempotencyKey };
      world.call('orders.admin.cancel', { input, answer: refused('CONFLICT') });
    },
    ', CONFLICT in call 4.',
    ['orders.place', 'orders.admin.cancel'],
  ],
  [
    'a decision of an operator that is refused when it is repeated',
    (world) => {
      const input = { number: 'N1', reason: 'asked for', idempotencyKey: 'a-key' };
      world.call('orders.admin.cancel', { input, answer: ok({ status: 'cancelled' }) });
      world.call('orders.admin.cancel', { input, answer: ok({ status: 'refunded' }) });
      world.call('orders.admin.cancel', { input, answer: refused('CONFLICT') });
    },
    ', CONFLICT in call 3.',
    ['orders.admin.cancel', 'orders.admin.cancel'],
  ],
]);
