import { expect, test } from 'vitest';
import { searchChoice, toggled, totalOf } from './search-query.ts';

test('an address put together by hand asks for no more than the search takes', () => {
  const choice = searchChoice({
    q: `  ${'a'.repeat(300)}`,
    category: Array.from({ length: 30 }, (_, index) => `shelf-${index}`),
    availability: ['out_of_stock', 'sold', 'in_stock'],
  });
  expect(choice.q).toHaveLength(200);
  expect(choice.category).toHaveLength(20);
  expect(choice.availability).toEqual(['in_stock', 'out_of_stock']);
});

test('a value of a facet is added, and let go when it was in; the rest of the choice stays', () => {
  const choice = searchChoice({ q: 'rope', category: 'rope', availability: 'in_stock' });
  expect(toggled(choice, 'category', 'lamps')).toEqual({ ...choice, category: ['rope', 'lamps'] });
  expect(toggled(choice, 'category', 'rope')).toEqual({ ...choice, category: [] });
});

test('the total counts all pages, and of the availabilities only those that are chosen', () => {
  const values = [
    { value: 'in_stock', count: 51 },
    { value: 'back_order', count: 1 },
    { value: 'out_of_stock', count: 2 },
  ];
  const found = {
    facets: [
      { name: 'category', values: [{ value: 'rope', count: 9 }] },
      { name: 'availability', values },
    ],
  };
  expect(totalOf(found)).toBe(54);
  expect(totalOf(found, ['back_order', 'out_of_stock'])).toBe(3);
  expect(totalOf({ facets: [] })).toBe(0);
});
