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

it('new figures take the place of the old ones and leave the words around them alone', () => {
  const page = (figures: string) =>
    `Before.\n\n<!-- figures of npm run bench:orders: begin -->\n\n${figures}\n\n<!-- figures of npm run bench:orders: end -->\n\nAfter.\n`;
  expect(putFigures(page('old'), 'new')).toBe(page('new'));
  expect(() => putFigures('Before.\n', 'new')).toThrow('The page needs the lines');
});
