import { expect, test } from 'vitest';
import drawn from './drawn-pictures.json' with { type: 'json' };
import { drawnWidths, srcSetOf } from './drawn-pictures.ts';

test('a picture of goods is asked for by an address that is another one when pictures are drawn anew', () => {
  expect(srcSetOf('/goods/rope-1280.webp', [160, 320], 'avif')).toBe(
    `/goods/rope-160.avif?v=${drawn.version} 160w, /goods/rope-320.avif?v=${drawn.version} 320w`,
  );
});

test.each([
  'https://cdn.shop.example/goods/boot-1280.webp',
  '/goods/boot.jpg',
  '/goods/hero-light-1600.webp',
])('of %s nobody guesses other files', (src) => {
  expect(drawnWidths(src)).toBeUndefined();
});
