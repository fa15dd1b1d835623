import { itFinds } from '../testing-findings.ts';
import { cartOf, drop, lineOf, ok, placeAnswer, placeInput, refused, VARIANT } from '../testing-world.ts';

itFinds('acknowledged', [
  [
    'an order that does not exist',
    (world) => drop(world.books.orders, world.sale().order),
    'Order N1 was acknowledged in call 2, and does not exist.',
    ['orders.place'],
  ],
  [
    'an order that is of another cart',
    (world) => {
      world.sale().order.cartId = 'cart-of-somebody-else';
    },
    'Order N1 was acknowledged in call 2, and is of another cart.',
    ['orders.place', 'orders'],
  ],
  [
    'an order that costs something else than was said',
    (world) => {
      const { placed, order } = world.sale();
      placed.answer = ok(placeAnswer({ ...order, total: 1_499 }));
    },
    'Order N1 was acknowledged at 1499 USD in call 2, and costs 1500 USD.',
    ['orders.place', 'orders'],
  ],
  [
    'an order that costs something else than its shopper had seen',
    (world) => {
      const { placed, cartId } = world.sale();
      placed.input = { ...placeInput(cartId), expectedTotal: { amount: 1_400, currency: 'USD' } };
    },
    'Order N1 was acknowledged at 1400 USD in call 2, and costs 1500 USD.',
    ['orders.place', 'orders'],
  ],
  [
    'an order that costs something else than its lines',
    (world) => {
      lineOf(world.sale().order).gross = 900;
    },
    'Order N1 costs 1500 USD, and its lines and its shipping come to 1400.',
    ['orders', 'order_line'],
  ],
  [
    'an order at a price that there never was',
    (world) => {
      lineOf(world.sale().order).unitAmount = 999;
    },
    'Order N1 has variant variant-1 at 999 USD, which was never its price.',
    ['orders', 'order_line'],
  ],
  [
    'an order of something else than its cart',
    (world) => {
      const { order } = world.sale({ quantity: 3 });
      lineOf(order).quantity = 2;
    },
    'Order N1 has 2 of variant variant-1, and its cart had 3 when it was last changed (call 1).',
    ['cart.add', 'orders', 'order_line'],
  ],
  [
    'an order without what was added last',
    (world) => {
      const { cartId, added, placed } = world.sale();
      const input = { cartId, variantId: VARIANT, quantity: 2 };
      world.call('cart.add', { input, answer: ok(cartOf(cartId, 3)), from: placed.from, to: placed.to });
      added.from = added.to = placed.from - 5;
    },
    'Order N1 has 1 of variant variant-1, and its cart had 3 when it was last changed (call 4).',
    ['cart.add', 'orders', 'order_line'],
  ],
  [
    'a cart that became two orders',
    (world) => {
      const { order } = world.sale();
      world.books.orders.push({ ...order, id: 'order-2', number: 'N2' });
    },
    'Cart cart-1 became 2 orders.',
    ['orders.place', 'orders', 'orders'],
  ],
  [
    'a key that became two orders',
    (world) => {
      const first = world.sale();
      const second = world.sale();
      second.placed.input = placeInput(second.cartId, placeInput(first.cartId).idempotencyKey);
    },
    'Key key-of-cart-1 became 2 orders.',
    ['orders.place', 'orders.place'],
  ],
  [
    'an order that was refused',
    (world) => {
      world.sale().placed.answer = refused('VALIDATION');
    },
    'Cart cart-1 became order N1, and whoever asked for it was told that it did not.',
    ['orders.place', 'orders'],
  ],
  [
    'an order that was out of stock',
    (world) => {
      world.sale().placed.answer = ok({ status: 'out_of_stock', lines: [] });
    },
    'Cart cart-1 became order N1, and whoever asked for it was told that it did not.',
    ['orders.place', 'orders'],
  ],
  [
    'an order that nobody asked for',
    (world) => {
      drop(world.entries, world.sale().placed);
    },
    'Cart cart-1 became order N1, and nobody asked for it.',
    ['cart.add', 'orders'],
  ],
  [
    "an order without a cart, in the rehearsal's own shop",
    (world) => {
      world.start.ownShop = true;
      const { order, added, placed } = world.sale();
      for (const call of [added, placed]) drop(world.entries, call);
      order.cartId = null;
    },
    'Order N1 is of no cart that was filled, and was not brought in.',
    ['orders'],
  ],
  [
    "an order of a cart that nobody knows, in the rehearsal's own shop",
    (world) => {
      world.start.ownShop = true;
      const { order } = world.sale();
      world.books.orders.push({ ...order, id: 'order-2', number: 'N2', cartId: 'cart-of-nobody' });
    },
    'Order N2 is of no cart that was filled, and was not brought in.',
    ['orders'],
  ],
  [
    'an order that is said to be brought in, and the call for it was refused',
    (world) => {
      world.start.ownShop = true;
      const input = { source: 'shop-before', externalNumber: '17' };
      world.call('orders.admin.import', { input, answer: refused('VALIDATION') });
      const { order } = world.sale();
      const brought = { id: 'order-2', number: 'N2', cartId: null, origin: 'shop-before 17' };
      world.books.orders.push({ ...order, ...brought });
    },
    'Order N2 is of no cart that was filled, and was not brought in.',
    ['orders'],
  ],
  [
    'a cart that is said to be an order that there is not',
    (world) => {
      const { placed, order } = world.sale();
      placed.answer = refused('CART_ALREADY_PLACED', { orderNumber: order.number });
      drop(world.books.orders, order);
    },
    'Cart cart-1 was said to be an order already in call 2, and there is none of it.',
    ['orders.place'],
  ],
]);
