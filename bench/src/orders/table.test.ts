import { expect, it } from 'vitest';
import { putFigures, table } from './table.ts';

it('a table is Markdown whose columns a terminal shows one below the other', () => {
  expect(table(['what', 'a second'], [['carts', '7'], ['whole checkouts']]).split('\n')).toEqual([
    '| what            | a second |',
    '| --------------- | -------: |',
    '| carts           |        7 |',
    '| whole checkouts |          |',
  ]);
});

it('new figures of a bench take the place of its old ones and leave all else alone', () => {
  const place = (bench: string, figures: string) =>
    `<!-- figures of npm run bench:${bench}: begin -->\n\n${figures}\n\n<!-- figures of npm run bench:${bench}: end -->`;
  const page = (figures: string) =>
    `Before.\n\n${place('orders', 'others')}\n\n${place('reads', figures)}\n\nAfter.\n`;
  expect(putFigures(page('old'), { bench: 'reads', figures: 'new' })).toBe(page('new'));
  expect(() => putFigures('Before.\n', { bench: 'reads', figures: 'new' })).toThrow(
    'The page needs the lines',
  );
});
