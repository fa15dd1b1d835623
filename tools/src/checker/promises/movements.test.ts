import { itFinds } from '../testing-findings.ts';

itFinds('movements', [
  [
    'a level with more on hand than was moved there',
    (world) => {
      world.level.onHand += 1;
    },
    'Item item-1 has 11 on hand and 0 allocated, but its movements come to 10 and 0.',
    ['stock_level'],
  ],
  [
    'a level that sets aside what was never moved',
    (world) => {
      world.sale();
      world.level.movedAllocated = 0;
    },
    'Item item-1 has 10 on hand and 1 allocated, but its movements come to 10 and 0.',
    ['stock_level'],
  ],
  [
    'an order whose stock was taken twice',
    (world) => {
      const { order } = world.sale();
      Object.assign(order.moved[0] ?? {}, { quantity: 2 });
    },
    'Order N1 holds 1 of item item-1, but 2 were moved for it.',
    ['orders', 'stock_movement'],
  ],
]);
