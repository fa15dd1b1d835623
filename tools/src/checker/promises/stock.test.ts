import { itFinds } from '../testing-findings.ts';
import { lineOf, ok, UNKNOWN, VARIANT } from '../testing-world.ts';

itFinds('stock', [
  [
    'more is sold than was offered',
    (world) => {
      world.offer.pieces = 2;
      world.sale({ quantity: 3 });
    },
    '3 pieces of item item-1 were sold, of 2 that there were.',
    ['offer', 'order_line'],
  ],
  [
    'more is sold than was offered and brought in, once under its key',
    (world) => {
      const input = { variantId: VARIANT, delta: 1, reason: 'found', idempotencyKey: 'a-key' };
      world.offer.pieces = 2;
      world.call('inventory.adjust', { input, answer: UNKNOWN });
      world.call('inventory.adjust', { input, answer: ok({ onHand: 3 }) });
      world.sale({ quantity: 4 });
    },
    '4 pieces of item item-1 were sold, of 3 that there were.',
    ['offer', 'inventory.adjust', 'order_line'],
  ],
  [
    'what has left the house is sold again',
    (world) => {
      world.offer.pieces = 6;
      const { order } = world.sale({ quantity: 5 });
      lineOf(order).fulfilled = 5;
      order.holds.length = 0;
      world.level.allocated -= 5;
      world.level.held -= 5;
      world.sale({ quantity: 2 });
    },
    '7 pieces of item item-1 were sold, of 6 that there were.',
    ['offer', 'order_line'],
  ],
  [
    'a bundle takes more of an item than was offered',
    (world) => {
      world.offer.pieces = 4;
      const { order } = world.sale({ quantity: 2 });
      Object.assign(lineOf(order), {
        variantId: 'a-bundle',
        components: [{ stockItemId: 'item-1', quantity: 3 }],
      });
      Object.assign(order.holds[0] ?? {}, { quantity: 6 });
      world.level.allocated = 6;
      world.level.held = 6;
    },
    '6 pieces of item item-1 were sold, of 4 that there were.',
    ['offer', 'order_line'],
  ],
  [
    'a level that promises more than it has',
    (world) => {
      world.level.onHand = 2;
      world.level.backOrderLimit = 1;
      world.sale({ quantity: 4 });
    },
    '4 pieces of item item-1 are promised, of 3 that may be.',
    ['stock_level'],
  ],
  [
    'a level with less than nothing',
    (world) => {
      world.level.onHand = -1;
    },
    'Item item-1 has -1 on hand.',
    ['stock_level'],
  ],
  [
    'a level that sets aside what nobody holds',
    (world) => {
      world.sale();
      world.level.allocated += 1;
    },
    '2 pieces of item item-1 are set aside, and orders hold 1.',
    ['stock_level'],
  ],
  [
    'an order that holds less than it needs',
    (world) => {
      const { order } = world.sale({ quantity: 2 });
      Object.assign(order.holds[0] ?? {}, { quantity: 1 });
    },
    'Order N1 needs 2 pieces of item item-1, and holds 1.',
    ['orders', 'stock_allocation'],
  ],
  [
    'a cancelled order that goes on holding its stock',
    (world) => {
      world.cancelledSale().order.holds.push({ stockItemId: 'item-1', locationId: 'shelf-1', quantity: 1 });
    },
    'Order N1 needs 0 pieces of item item-1, and holds 1.',
    ['orders', 'stock_allocation'],
  ],
]);
