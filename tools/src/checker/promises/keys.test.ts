import { itFinds } from '../testing-findings.ts';
import { ok, refused, type TestWorld, UNKNOWN } from '../testing-world.ts';

itFinds('effects', [
  [
    'a refund that was carried out twice under one key',
    (world) => {
      refundTwice(world, (input) => {
        world.call('orders.admin.refund', { input, answer: UNKNOWN });
        world.call('orders.admin.refund', { input, answer: ok({}) });
      });
    },
    'Order N1 has 2 refunds, of 1 that there may be.',
    ['orders.admin.refund', 'orders.admin.refund', 'orders', 'refund', 'refund'],
  ],
  [
    'a refund that was carried out and refused',
    (world) => {
      refundTwice(world, (input) => {
        world.call('orders.admin.refund', { input, answer: ok({}) });
        const other = { ...input, idempotencyKey: 'key-of-another-refund' };
        world.call('orders.admin.refund', { input: other, answer: refused('CONFLICT') });
      });
    },
    'Order N1 has 2 refunds, of 1 that there may be.',
    ['orders.admin.refund', 'orders', 'refund', 'refund'],
  ],
  [
    'a cancelled order whose money went back in two refunds',
    (world) => {
      const [refund] = world.cancelledSale().order.refunds;
      if (refund) world.books.orders[0]?.refunds.push({ ...refund, id: 'refund-again' });
    },
    'Order N1 has 2 refunds, of 1 that there may be.',
    ['orders', 'refund', 'refund'],
  ],
  [
    'an order that was brought in, and a refund that nobody asked for',
    (world) => {
      const { order, placed } = world.sale();
      placed.procedure = 'orders.admin.import';
      placed.input = { source: 'shop-before', externalNumber: '17' };
      placed.answer = UNKNOWN;
      Object.assign(order, { cartId: null, origin: 'shop-before 17' });
      order.refunds.push({ id: 'refund-1', paymentId: 'payment-1', amount: 100, state: 'succeeded' });
    },
    'Order N1 has 1 refunds, of 0 that there may be.',
    ['orders', 'refund'],
  ],
  [
    'an order that was paid anew twice under one key',
    (world) => {
      const { order, payment } = world.declinedSale();
      const input = { number: order.number, idempotencyKey: 'key-of-pay' };
      world.call('orders.pay', { input, answer: UNKNOWN });
      world.call('orders.pay', { input, answer: ok({}) });
      for (const id of ['payment-2', 'payment-3']) order.payments.push({ ...payment, id });
    },
    'Order N1 has 3 payments, of 2 that there may be.',
    ['orders.pay', 'orders.pay', 'orders', 'payment', 'payment', 'payment'],
  ],
]);

function refundTwice(world: TestWorld, ask: (input: object) => void): void {
  const { order, payment } = world.sale();
  ask({ number: order.number, amount: 100, idempotencyKey: 'key-of-the-refund' });
  for (const id of ['refund-1', 'refund-2']) {
    order.refunds.push({ id, paymentId: payment.id, amount: 100, state: 'succeeded' });
  }
}
