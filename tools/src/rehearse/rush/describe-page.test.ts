import { expect, it } from 'vitest';
import { describePage } from './describe-page.ts';
import type { PageLook } from './page-looks.ts';

const look = (to: number, isSoldOut: boolean, cache?: string): PageLook => ({ to, isSoldOut, cache });

it('tells the first answer that says sold out and the last that does not, from the sale on until a piece comes back', () => {
  const looks = [look(90, true), look(120, false), look(130, true), look(150, false), look(220, false)];
  const text = describePage(looks, { soldOut: { from: 100, until: 200 }, invalidations: 7 });
  expect(text).toContain(
    'first answer that says so: 30 ms after it; last answer that does not: 50 ms after it',
  );
  expect(text).toContain('for 100 ms');
  expect(text).toMatch(/invalidations +7/);
});

it('the share of hits is of the answers that say where they came from', () => {
  const sale = { soldOut: null, invalidations: 0 };
  const looks = [look(1, false, 'hit'), look(2, false, 'hit'), look(3, false, 'miss'), look(4, false)];
  expect(describePage(looks, sale)).toContain('4, 66.7 % from a cache');
  expect(describePage([look(1, false)], sale)).toContain('no answer said where it came from');
});
