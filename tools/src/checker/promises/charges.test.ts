import { expect, it } from 'vitest';
import { itFinds } from '../testing-findings.ts';
import { drop, TestWorld } from '../testing-world.ts';

itFinds('charges', [
  [
    'a paid order without a charge',
    (world) => drop(world.ledger, world.sale().charge),
    'A payment of order N1 is captured, and the provider has no charge of it.',
    ['orders', 'payment'],
  ],
  [
    'a paid order whose money is only reserved',
    (world) => {
      world.sale().charge.state = 'authorized';
    },
    'A payment of order N1 is captured, and the provider has its charge as authorized.',
    ['orders', 'payment', 'ledger'],
  ],
  [
    'a paid order of which no payment was taken',
    (world) => {
      const { payment, charge } = world.sale();
      payment.state = 'declined';
      charge.state = 'declined';
    },
    'Order N1 is paid, and 0 of its payments were taken.',
    ['orders', 'payment', 'ledger'],
  ],
  [
    'a charge of another amount',
    (world) => {
      world.sale().charge.amount = 1_499;
    },
    'Order N1 costs 1500 USD, and its charge is of 1499 USD.',
    ['orders', 'ledger'],
  ],
  [
    'a charge in another currency',
    (world) => {
      world.sale().charge.currency = 'ILS';
    },
    'Order N1 costs 1500 USD, and its charge is of 1500 ILS.',
    ['orders', 'ledger'],
  ],
  [
    'an order that was charged twice',
    (world) => {
      const { order, payment, charge } = world.sale();
      order.payments.push({ ...payment, id: 'payment-again', state: 'declined' });
      world.ledger.push({ ...charge, idempotencyKey: 'payment-again' });
    },
    'Order N1 was charged 2 times.',
    ['orders', 'ledger', 'ledger'],
  ],
  [
    'money that was taken without an order',
    (world) => {
      const { charge } = world.sale();
      world.ledger.push({ ...charge, idempotencyKey: 'payment-of-nobody' });
    },
    '1500 USD are captured for payment payment-of-nobody, which no order has.',
    ['ledger'],
  ],
  [
    'money that is reserved without an order',
    (world) => {
      const { charge } = world.sale();
      world.ledger.push({ ...charge, idempotencyKey: 'payment-of-nobody', state: 'authorized' });
    },
    '1500 USD are authorized for payment payment-of-nobody, which no order has.',
    ['ledger'],
  ],
  [
    'money that was taken for an order that failed',
    (world) => {
      world.declinedSale().charge.state = 'captured';
    },
    'A payment of order N1 is declined, and the provider has its charge as captured.',
    ['orders', 'payment', 'ledger'],
  ],
  [
    'reserved money of an order that failed, not let go',
    (world) => {
      world.declinedSale().charge.state = 'authorized';
    },
    'A payment of order N1 is declined, and the provider has its charge as authorized.',
    ['orders', 'payment', 'ledger'],
  ],
  [
    'money of a cancelled order that was kept',
    (world) => {
      const { order, charge } = world.cancelledSale();
      order.paymentStatus = 'paid';
      order.refunds.length = 0;
      charge.refunds.length = 0;
    },
    'Order N1 was cancelled, and 1500 USD of its money were kept.',
    ['orders', 'ledger'],
  ],
  [
    'a payment that was given up and whose money was kept',
    (world) => {
      const { order, payment, charge } = world.declinedSale();
      payment.givenUp = true;
      payment.state = 'captured';
      charge.state = 'captured';
      charge.refunds.push({ idempotencyKey: 'refund-1', amount: 500, status: 'refunded' });
      order.refunds.push({ id: 'refund-1', paymentId: payment.id, amount: 500, state: 'succeeded' });
    },
    'Order N1 had given this payment up, and 1000 USD of its money were kept.',
    ['orders', 'ledger'],
  ],
  [
    'a refund that the provider never gave',
    (world) => {
      const { order, payment } = world.sale();
      order.refunds.push({ id: 'refund-1', paymentId: payment.id, amount: 500, state: 'succeeded' });
    },
    "Refund refund-1 of order N1 gave back 500 by the shop's books, and 0 by the provider's.",
    ['orders', 'refund', 'ledger'],
  ],
  [
    'money that the provider gave back and nobody asked for',
    (world) => {
      const { charge } = world.sale();
      charge.refunds.push({ idempotencyKey: 'refund-1', amount: 500, status: 'refunded' });
    },
    "Refund refund-1 of order N1 gave back 0 by the shop's books, and 500 by the provider's.",
    ['orders', 'ledger'],
  ],
  [
    'a charge of an order that somebody else was to be paid for',
    (world) => {
      world.sale().payment.provider = 'import';
    },
    'Order N1 is paid by import, and the provider has a charge of it.',
    ['orders', 'ledger'],
  ],
]);

it('of an order whose money is still being moved nothing is said, but that the work is owed', () => {
  const world = new TestWorld();
  const { order, charge } = world.declinedSale();
  charge.state = 'authorized';
  const job = { id: 'event-1', job: 'payments.authorize', orderId: order.id, attempts: 1, lastError: null };
  world.books.openEvents.push({ ...job, availableAt: world.books.readAt - 1_000, isDead: false });
  expect(world.findings().map(({ promise }) => promise)).toEqual(['effects']);
});
