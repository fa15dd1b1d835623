import type { Order } from '../books.ts';
import { itFinds } from '../testing-findings.ts';
import { drop, ok, type TestWorld } from '../testing-world.ts';

/** An order that was sold elsewhere and brought in. */
function bringIn(world: TestWorld, externalNumber: string): Order {
  const { order, charge, added, placed, looked } = world.sale();
  for (const call of [added, placed, looked]) drop(world.entries, call);
  drop(world.ledger, charge);
  order.cartId = null;
  order.payments.length = 0;
  acknowledge(world, externalNumber, order);
  return order;
}

function acknowledge(world: TestWorld, externalNumber: string, { number, total, currency }: Order) {
  const answer = ok({ status: 'imported', number, total: { amount: total, currency } });
  world.call('orders.admin.import', { input: { source: 'import', externalNumber }, answer });
}

itFinds('acknowledged', [
  [
    'an order that was brought in and does not exist',
    (world) => drop(world.books.orders, bringIn(world, '536365')),
    'Order N1 was acknowledged in call 4, and does not exist.',
    ['orders.admin.import'],
  ],
  [
    'an order that was brought in at another price',
    (world) => {
      bringIn(world, '536365').total = 1_499;
    },
    'Order N1 was acknowledged at 1500 USD in call 4, and costs 1499 USD.',
    ['orders.admin.import', 'orders'],
  ],
  [
    'an order that was brought in twice',
    (world) => {
      bringIn(world, '536365');
      bringIn(world, '536365');
    },
    'import 536365 became order N1 in call 4, and import 536365 order N2 in call 8.',
    ['orders.admin.import', 'orders.admin.import'],
  ],
  [
    'two orders that were brought in as one',
    (world) => acknowledge(world, '536366', bringIn(world, '536365')),
    'import 536365 became order N1 in call 4, and import 536366 order N1 in call 5.',
    ['orders.admin.import', 'orders.admin.import'],
  ],
]);
