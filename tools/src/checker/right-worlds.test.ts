import { expect, it } from 'vitest';
import { itFindsNothing } from './testing-findings.ts';
import {
  cartOf,
  drop,
  event,
  lineOf,
  ok,
  placeInput,
  refused,
  TestWorld,
  UNKNOWN,
  VARIANT,
} from './testing-world.ts';

itFindsNothing([
  ['orders paid, declined and cancelled', () => {}],
  [
    'a place that was lost, and acknowledged when it was repeated',
    (world) => {
      const { placed } = world.sale();
      const { input, from, to } = placed;
      world.call('orders.place', { input, answer: UNKNOWN, from: from - 5, to: from - 1 });
      world.call('orders.place', { input, answer: placed.answer, from: to + 1 });
    },
  ],
  [
    'a place that was lost and never repeated, and whose order exists',
    (world) => {
      world.sale().placed.answer = UNKNOWN;
    },
  ],
  [
    'a place that was lost, and of which nothing came',
    (world) => {
      world.call('orders.place', { input: placeInput('cart-lost'), answer: UNKNOWN });
    },
  ],
  [
    'a second tab that is told that the cart is an order',
    (world) => {
      const { cartId, order } = world.sale();
      const answer = refused('CART_ALREADY_PLACED', { orderNumber: order.number });
      const input = placeInput(cartId, 'key-of-the-second-tab');
      world.call('orders.place', { client: 'tab-2', input, answer });
      const again = refused('CART_ALREADY_PLACED', { orderNumber: order.number });
      world.call('orders.place', { client: 'tab-2', input, answer: again });
    },
  ],
  [
    'two tabs that add at once, each told of both',
    (world) => {
      const add = { variantId: VARIANT, quantity: 1 };
      world.call('cart.add', { input: add, answer: ok(cartOf('cart-tabs', 1)), from: 1, to: 10 });
      const input = { ...add, cartId: 'cart-tabs' };
      for (const client of ['tab-1', 'tab-2']) {
        world.call('cart.add', {
          client,
          session: 'shopper',
          input,
          answer: ok(cartOf('cart-tabs', 3)),
          from: 20,
          to: 30,
        });
      }
      world.call('cart.get', { input: { cartId: 'cart-tabs' }, answer: ok(cartOf('cart-tabs', 3)) });
    },
  ],
  [
    'two tabs that add at once, and an order of both',
    (world) => {
      const { cartId, added } = world.sale({ quantity: 3 });
      added.input = { variantId: VARIANT, quantity: 2 };
      const input = { cartId, variantId: VARIANT, quantity: 1 };
      const { from, to } = added;
      const second = { client: 'tab-2', session: 'shopper', input, answer: ok(cartOf(cartId, 1)) };
      world.call('cart.add', { ...second, from, to });
    },
  ],
  [
    'an order that is looked at before, while and after it is placed',
    (world) => {
      const { order, placed, looked } = world.sale();
      const { input } = looked;
      const early = { client: 'tab-2', session: 'shopper', input };
      const { from, to } = placed;
      world.call('orders.get', { ...early, answer: refused('NOT_FOUND'), from, to });
      const { number } = order;
      world.call('orders.get', {
        ...early,
        answer: ok({ number, events: [{ seq: 1 }] }),
        from: looked.from,
        to: looked.to,
      });
    },
  ],
  [
    'a price that somebody else has set, and is seen later',
    (world) => {
      const set = (client: string, amount: number) =>
        world.call('catalog.admin.setPrice', {
          client,
          input: { variantId: VARIANT, amount, currency: 'USD' },
          answer: ok({}),
        });
      set('desk', 1_100);
      set('another-desk', 1_200);
      const answer = ok({ variants: [{ id: VARIANT, price: { amount: 1_100, currency: 'USD' } }] });
      world.call('catalog.product', { client: 'desk', input: { handle: 'rope' }, answer });
    },
  ],
  [
    'a change of a cart that was lost, and is seen late',
    (world) => {
      const input = { variantId: VARIANT, quantity: 1 };
      const lost = { cartId: 'cart-late', variantId: VARIANT, quantity: 2 };
      const look = { cartId: 'cart-late' };
      world.call('cart.add', { input, answer: ok(cartOf('cart-late', 1)) });
      world.call('cart.add', { input: lost, answer: UNKNOWN });
      world.call('cart.get', { input: look, answer: ok(cartOf('cart-late', 1)) });
      world.call('cart.get', { input: look, answer: ok(cartOf('cart-late', 3)) });
    },
  ],
  [
    'prices that are set at once, of which either may be the last',
    (world) => {
      for (const amount of [1_100, 1_200]) {
        const input = { variantId: VARIANT, amount, currency: 'USD' };
        world.call('catalog.admin.setPrice', {
          client: `desk-${amount}`,
          session: 'desk',
          input,
          answer: ok({}),
          from: 20,
          to: 40,
        });
      }
      for (const amount of [1_200, 1_100]) {
        const answer = ok({ variants: [{ id: VARIANT, price: { amount, currency: 'USD' } }] });
        world.call('catalog.product', { client: 'desk', input: { handle: 'rope' }, answer });
      }
    },
  ],
  [
    'a price that was being set when it was read',
    (world) => {
      const set = (amount: number, from: number) =>
        world.call('catalog.admin.setPrice', {
          client: 'desk',
          input: { variantId: VARIANT, amount, currency: 'USD' },
          answer: ok({}),
          from,
          to: from + 10,
        });
      set(1_100, 20);
      set(1_200, 40);
      const answer = ok({ variants: [{ id: VARIANT, price: { amount: 1_200, currency: 'USD' } }] });
      world.call('catalog.product', {
        client: 'desk-2',
        session: 'desk',
        input: {},
        answer,
        from: 35,
        to: 45,
      });
    },
  ],
  [
    'an order of before the rehearsal that gave its pieces back during it',
    (world) => {
      const { order } = world.cancelledSale();
      order.bornAt = 0;
      world.sale({ quantity: 8 });
      world.sale();
      world.level.onHand = 11;
      world.level.movedOnHand = 11;
    },
  ],
  [
    'money that a human has to give back',
    (world) => {
      const { order, charge } = world.cancelledSale();
      order.paymentStatus = 'paid';
      order.attentionReason = 'refund_failed';
      order.refunds.splice(0, 1, { id: 'r', paymentId: 'payment-4', amount: order.total, state: 'failed' });
      charge.refunds.splice(0, 1, { idempotencyKey: 'r', amount: order.total, status: 'refused' });
    },
  ],
  [
    'a second charge that came late, and went back',
    (world) => {
      const { order, charge, payment } = world.sale();
      world.call('orders.pay', { input: { number: order.number, idempotencyKey: 'again' }, answer: ok({}) });
      order.payments.push({ ...payment, id: 'late', givenUp: true });
      order.refunds.push({ id: 'of-late', paymentId: 'late', amount: order.total, state: 'succeeded' });
      const refunds = [{ idempotencyKey: 'of-late', amount: order.total, status: 'refunded' as const }];
      world.ledger.push({ ...charge, idempotencyKey: 'late', refunds });
    },
  ],
  [
    'an order that was brought in from elsewhere, without a payment',
    (world) => {
      const { order, charge, added, placed, looked } = world.sale();
      for (const call of [added, placed, looked]) world.entries.splice(world.entries.indexOf(call), 1);
      order.payments.length = 0;
      world.ledger.splice(world.ledger.indexOf(charge), 1);
      world.mails.pop();
      order.events.splice(1);
    },
  ],
  [
    "an order whose import was lost, in the rehearsal's own shop",
    (world) => {
      world.start.ownShop = true;
      const input = { source: 'shop-before', externalNumber: '17' };
      world.call('orders.admin.import', { input, answer: UNKNOWN });
      const { order, added, placed, looked } = world.sale();
      for (const call of [added, placed, looked]) drop(world.entries, call);
      Object.assign(order, { cartId: null, origin: 'shop-before 17' });
    },
  ],
  [
    'an order of somebody else, in a shop that is in use',
    (world) => {
      const { order, added, placed, looked } = world.sale();
      for (const call of [added, placed, looked]) drop(world.entries, call);
      order.cartId = null;
    },
  ],
  [
    'an order whose shopper was erased before anybody could be told',
    (world) => {
      const { order } = world.sale();
      order.hasContact = false;
      order.events.pop();
      world.mails.pop();
    },
  ],
  [
    'an order whose lines were paid back one by one, but not its shipping',
    (world) => {
      const { order, charge } = world.cancelledSale();
      lineOf(order).cancelled = 1;
      order.paymentStatus = 'partially_refunded';
      order.events.splice(-1, 1, event('partially_refunded', 'refund-of-lines'));
      order.refunds.splice(0, 1, {
        id: 'of-lines',
        paymentId: charge.idempotencyKey,
        amount: 1_000,
        state: 'succeeded',
      });
      charge.refunds.splice(0, 1, { idempotencyKey: 'of-lines', amount: 1_000, status: 'refunded' });
    },
  ],
  [
    'pieces that came back from elsewhere, and were sold',
    (world) => {
      world.level.cameBack = 5;
      world.level.onHand = world.level.movedOnHand = 15;
      world.sale({ quantity: 12 });
    },
  ],
  [
    'more sold than there was, since more may be promised now',
    (world) => {
      world.call('inventory.configure', { input: { variantId: VARIANT, backOrderLimit: 5 }, answer: ok({}) });
      world.level.backOrderLimit = 5;
      world.sale({ quantity: 12 });
    },
  ],
  [
    'later work that is not owed yet, and some that was given up',
    (world) => {
      const job = {
        id: 'e',
        job: 'orders.expire-unpaid',
        orderId: 'order-1',
        attempts: 0,
        lastError: null,
      };
      const { readAt } = world.books;
      world.books.openEvents.push({ ...job, availableAt: readAt + 1, isDead: false });
      world.books.openEvents.push({ ...job, availableAt: readAt - 1, isDead: true });
    },
  ],
]);

it('an answer that is of another form is no reason to be silent', () => {
  const world = new TestWorld();
  world.sale().added.answer = ok({ items: [] });
  expect(() => world.findings()).toThrow('The answer to call 1 (cart.add)');
});
