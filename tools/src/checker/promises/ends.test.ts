import { itFinds } from '../testing-findings.ts';

itFinds('ends', [
  [
    'an order whose payment is pending',
    (world) => {
      world.sale().order.paymentStatus = 'pending';
    },
    'Order N1 has no end: its payment is pending.',
    ['orders'],
  ],
  [
    'a cancelled order with a payment that is pending',
    (world) => {
      const { order, payment } = world.cancelledSale();
      order.paymentStatus = 'cancelled';
      payment.state = 'pending';
    },
    'Order N1 has no end: it is cancelled, and payment payment-1 is pending.',
    ['orders'],
  ],
  [
    'reserved money that is neither taken nor let go',
    (world) => {
      const { order, payment } = world.sale();
      order.paymentStatus = 'authorized';
      payment.state = 'authorized';
    },
    'Order N1 has no end: the money of payment payment-1 is reserved, and neither taken nor let go.',
    ['orders'],
  ],
  [
    'a refund that is pending',
    (world) => {
      for (const refund of world.cancelledSale().order.refunds) refund.state = 'pending';
    },
    'Order N1 has no end: refund refund-N1 of 1500 is pending.',
    ['orders'],
  ],
  [
    'an order that was not paid and keeps its stock for ever',
    (world) => {
      world.declinedSale().order.holdExpiresAt = world.books.readAt - 90_000;
    },
    'Order N1 has no end: it was not paid, and keeps its stock 90 s too long.',
    ['orders'],
  ],
  [
    'a paid order whose shopper was never told',
    (world) => {
      world.sale().order.events.pop();
    },
    'Order N1 is paid, and its shopper was never told.',
    ['orders', 'order_event'],
  ],
]);
