import { expect, it } from 'vitest';
import { searchQueries } from './search-queries.ts';

const TITLES = ['Brass Lamp', 'Rope of Hemp', 'Rope Lamp'];

it('each search is two beginnings of words of one title, and none comes twice', () => {
  const queries = searchQueries(TITLES, 30);
  expect(new Set(queries).size).toBe(30);
  for (const query of queries) {
    const [first = '', second = ''] = query.split(' ');
    const words = TITLES.map((title) => title.toLowerCase().split(' '));
    const isOfOne = words.some(
      (title) =>
        title.some((word) => word.startsWith(first)) && title.some((word) => word.startsWith(second)),
    );
    expect([query, isOfOne]).toEqual([query, true]);
  }
});

it('too few titles are told, not made up for by searches that come again', () => {
  expect(() => searchQueries(['Lamp'], 1)).toThrow('The titles give 0 searches; 1 are needed.');
});
