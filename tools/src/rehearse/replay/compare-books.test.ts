import { expect, it } from 'vitest';
import { compareBooks } from './compare-books.ts';
import { planReplay } from './plan-replay.ts';
import type { Books } from './read-books.ts';
import { invoiceOf, lineOf } from './testing.ts';

const plan = planReplay({
  fingerprint: 'test',
  invoices: [
    invoiceOf('1', [lineOf('80001', 8, 2.55), lineOf('80002', -3, 0)]),
    invoiceOf('C2', [lineOf('80001', -10, 2.55)]),
  ],
});

const rightBooks = (): Books => ({
  orders: [{ invoice: '1', currency: 'GBP', total: 2_040, lines: 2_040, paid: 2_040, refunded: 2_040 }],
  refunds: [{ reason: 'C2', original: '1', amount: 2_040, state: 'succeeded', pieces: 8 }],
  credits: [{ invoice: 'C2', currency: 'GBP', total: 510, lines: 510 }],
  adjustments: [{ reason: 'Invoice 1, row 2', sku: 'replay-test-80002', delta: -3 }],
  levels: [
    { sku: 'replay-test-80001', onHand: 10, allocated: 0, moved: 10 },
    { sku: 'replay-test-80002', onHand: 0, allocated: 0, moved: 0 },
  ],
});

it('books that say what the file says differ in nothing', () => {
  expect(compareBooks(plan, rightBooks())).toEqual([]);
});

type Row<K extends keyof Books> = Partial<Books[K][number]>;
const changed = <K extends keyof Books>(kind: K, row: Row<K>): Books => {
  const books = rightBooks();
  const [first, ...rest] = books[kind];
  return { ...books, [kind]: [{ ...first, ...row }, ...rest] };
};

it.each<[string, Books]>([
  ['an order that is missing', { ...rightBooks(), orders: [] }],
  ['an order of another total', changed('orders', { total: 2_041 })],
  ['an order whose lines come to something else', changed('orders', { lines: 2_041 })],
  ['an order that was paid otherwise', changed('orders', { paid: 2_041 })],
  ['an order in another currency', changed('orders', { currency: 'USD' })],
  ['more money given back than the file says', changed('orders', { refunded: 2_041 })],
  ['a refund that is missing', { ...rightBooks(), refunds: [] }],
  ['a refund of another amount', changed('refunds', { amount: 2_041 })],
  ['a refund that is not done', changed('refunds', { state: 'pending' })],
  ['a refund of another order', changed('refunds', { original: '3' })],
  ['a refund of other pieces', changed('refunds', { pieces: 7 })],
  [
    'a refund that is there twice',
    { ...rightBooks(), refunds: rightBooks().refunds.flatMap((row) => [row, row]) },
  ],
  ['a credit note that is missing', { ...rightBooks(), credits: [] }],
  ['a credit note of another total', changed('credits', { total: 511 })],
  ['an adjustment that is missing', { ...rightBooks(), adjustments: [] }],
  ['an adjustment of other pieces', changed('adjustments', { delta: -4 })],
  ['an item with another stock', changed('levels', { onHand: 9 })],
  ['an item whose movements come to something else', changed('levels', { moved: 9 })],
  ['an item that is missing', { ...rightBooks(), levels: rightBooks().levels.slice(1) }],
])('%s is found', (_, books) => {
  expect(compareBooks(plan, books)).not.toEqual([]);
});
