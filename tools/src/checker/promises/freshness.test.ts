import { expect, it } from 'vitest';
import { itFinds } from '../testing-findings.ts';
import { seeInList, seePage, setPrice, setStock } from '../testing-offers.ts';
import { cartOf, ok, refused, TestWorld, VARIANT } from '../testing-world.ts';

const CART = 'cart-of-freshness';

function add(world: TestWorld, quantity: number, shown: number) {
  const input = { cartId: CART, variantId: VARIANT, quantity };
  return world.call('cart.add', { input, answer: ok(cartOf(CART, shown)) });
}

function look(world: TestWorld, shown: number) {
  return world.call('cart.get', { input: { cartId: CART }, answer: ok(cartOf(CART, shown)) });
}

itFinds('freshness', [
  [
    'a cart without what its session has added',
    (world) => {
      add(world, 1, 1);
      add(world, 2, 3);
      look(world, 1);
    },
    `had 3 of variant ${VARIANT} when its session last changed it (call 2), and 1 in call 3`,
    ['cart.add', 'cart.get'],
  ],
  [
    'a cart with what its session has taken out',
    (world) => {
      add(world, 1, 1);
      const input = { cartId: CART, lineId: `line-of-${VARIANT}` };
      world.call('cart.remove', { input, answer: ok(cartOf(CART, 0)) });
      look(world, 1);
    },
    'had 0 of variant',
    ['cart.remove', 'cart.get'],
  ],
  [
    'a change of a cart that has lost the one before',
    (world) => {
      add(world, 5, 5);
      add(world, 1, 1);
    },
    'had 5 of variant',
    ['cart.add', 'cart.add'],
  ],
  [
    'a change of a cart that was done twice',
    (world) => {
      add(world, 1, 1);
      add(world, 2, 5);
    },
    'had 1 of variant variant-1 when its session last changed it (call 1), and 5 in call 2',
    ['cart.add', 'cart.add'],
  ],
  [
    'a cart that is gone',
    (world) => {
      add(world, 1, 1);
      world.call('cart.get', { input: { cartId: CART }, answer: refused('NOT_FOUND') });
    },
    'was not to be found in call 2',
    ['cart.add', 'cart.get'],
  ],
  [
    'an order that was acknowledged and is not to be found',
    (world) => {
      world.sale().looked.answer = refused('NOT_FOUND');
    },
    'Order N1 was acknowledged in call 2, and was not to be found in call 3.',
    ['orders.place', 'orders.get'],
  ],
  [
    'an order with less of its history than before',
    (world) => {
      const { looked } = world.sale();
      world.call('orders.get', {
        client: 'tab-2',
        session: 'shopper',
        input: looked.input,
        answer: ok({ number: 'N1', events: [{ seq: 1 }] }),
      });
    },
    'Order N1 showed 4 events in call 3, and 1 to the same session later (call 4).',
    ['orders.get', 'orders.get'],
  ],
  [
    'a price of before the one that its session has set',
    (world) => {
      const input = { variantId: VARIANT, amount: 900, currency: 'USD' };
      world.call('catalog.admin.setPrice', { input, answer: ok({}) });
      const variants = [{ id: VARIANT, price: { amount: 1_000, currency: 'USD' } }];
      world.call('catalog.product', { input: { handle: 'rope' }, answer: ok({ variants }) });
    },
    'was set to 900 in call 1, and 1000 was shown to the same session later (call 2).',
    ['catalog.admin.setPrice', 'catalog.product'],
  ],
  [
    'a list in which what its session has counted down to nothing is for sale',
    (world) => {
      seePage(world, { amount: 1_000 }, { client: 'desk' });
      setStock(world, 0);
      seeInList(world, { amount: 1_000 }, { client: 'desk' });
    },
    'was set to sold out in call 2, and for sale was shown to the same session later (call 3).',
    ['inventory.adjust', 'catalog.list'],
  ],
  [
    'a price that somebody else has set, at a position that the reader has shown to know',
    (world) => {
      setPrice(world, 900, { position: '7.1.500' });
      seePage(world, { amount: 1_000 }, { shown: '7.1.500' });
    },
    'was set to 900 at 7.1.500 (call 1), and 1000 was shown to who showed 7.1.500 (call 2).',
    ['catalog.admin.setPrice', 'catalog.product'],
  ],
  [
    'a level of before its session has changed it',
    (world) => {
      const input = { variantId: VARIANT, delta: 5, reason: 'found' };
      world.call('inventory.adjust', { input, answer: ok({ onHand: 15 }) });
      world.call('inventory.level', { input: { variantId: VARIANT }, answer: ok({ onHand: 10 }) });
    },
    '15 of variant variant-1 were on hand when its session last changed that (call 1), and 10 in call 2',
    ['inventory.adjust', 'inventory.level'],
  ],
]);

it.each([
  ['a position before the change', '7.1.499'],
  ['a position of another epoch', '8.1.500'],
])('who shows %s may see what was there before', (_, shown) => {
  const world = new TestWorld();
  setPrice(world, 900, { position: '7.1.500' });
  seePage(world, { amount: 1_000 }, { shown });
  expect(world.findings('freshness')).toEqual([]);
});
