import { itFinds } from '../testing-findings.ts';
import { drop, event } from '../testing-world.ts';

itFinds('effects', [
  [
    'later work that is owed and has no receipt',
    (world) => {
      const availableAt = world.books.readAt - 1_000;
      const { order } = world.sale();
      const job = 'notifications.order-confirmation';
      const owed = { id: 'event-1', job, orderId: order.id, availableAt, attempts: 3, lastError: 'away' };
      world.books.openEvents.push({ ...owed, isDead: false });
    },
    'notifications.order-confirmation (event event-1) is owed since 2027-01-15T08:59:59.000Z, was tried 3 times and has no receipt.',
    ['outbox_event'],
  ],
  [
    'an order that was confirmed twice',
    (world) => {
      world.sale().order.events.push(event('confirmation_sent'));
    },
    '2 times it happened to order N1: confirmation_sent.',
    ['order_event', 'order_event'],
  ],
  [
    'a payment that was taken twice in the order',
    (world) => {
      const { order, payment } = world.sale();
      order.events.push(event('payment_captured', payment.id));
    },
    '2 times it happened to order N1: payment_captured of payment-1.',
    ['order_event', 'order_event'],
  ],
  [
    'an order without its beginning',
    (world) => {
      world.sale().order.events.shift();
    },
    'Order N1 was never placed.',
    ['orders'],
  ],
  [
    'two mails of one order',
    (world) => {
      world.sale();
      world.mails.push('N1-11111111-1111-1111-1111-111111111111.eml');
    },
    '2 mails confirm order N1.',
    ['orders', 'mail', 'mail'],
  ],
  [
    'a mail of an order that was not paid',
    (world) => {
      world.declinedSale();
      world.mails.push('N1-11111111-1111-1111-1111-111111111111.eml');
    },
    'A mail confirms order N1, which was never paid.',
    ['orders', 'mail'],
  ],
  [
    'a confirmation of which there is no mail',
    (world) => {
      world.sale();
      drop(world.mails, world.mails[0]);
    },
    'Order N1 is said to be confirmed, and there is no mail.',
    ['orders'],
  ],
]);
