import { expect, test } from 'vitest';
import { letterOf, NO_STEP, step } from './keyboard-places.ts';

const press = (letters: string, everyMs = 100) =>
  letters.split('').reduce((before, letter, index) => step(before, letter, index * everyMs), NO_STEP).href;

test('g and a letter lead to a place, and g g to the goods', () => {
  expect(press('gl')).toBe('/operator');
  expect(press('go')).toBe('/operator/orders');
  expect(press('gg')).toBe('/operator/goods');
  expect(press('gc')).toBe('/operator/orders/credit-notes');
  expect(press('ggo')).toBeNull();
});

test('a letter alone, a slow pair and an unknown pair lead nowhere', () => {
  expect(press('o')).toBeNull();
  expect(press('go', 2_000)).toBeNull();
  expect(press('gx')).toBeNull();
  expect(press('gxo')).toBeNull();
});

test('the keys of a Hebrew keyboard are the same keys', () => {
  expect(letterOf({ key: 'ע', code: 'KeyG' })).toBe('g');
  expect(letterOf({ key: 'G', code: 'KeyG' })).toBe('g');
  expect(letterOf({ key: 'ArrowDown', code: 'ArrowDown' })).toBe('');
});
