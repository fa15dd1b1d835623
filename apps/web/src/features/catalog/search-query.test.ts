import { expect, test } from 'vitest';
import { countText, searchChoice, toggled } from './search-query.ts';

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

test('a count that was capped says that there are more, unless there is nothing', () => {
  expect(countText(54, { isCapped: false, locale: 'en' })).toBe('54');
  expect(countText(1_000, { isCapped: true, locale: 'en' })).toBe('1,000+');
  expect(countText(0, { isCapped: true, locale: 'he' })).toBe('0');
});
