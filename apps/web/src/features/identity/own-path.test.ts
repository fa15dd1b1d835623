import { expect, test } from 'vitest';
import { ownPath } from './own-path.ts';

test('a path of ours is kept with its query', () => {
  expect(ownPath('/operator/orders?q=HF-1')).toBe('/operator/orders?q=HF-1');
  expect(ownPath('/cart#lines')).toBe('/cart#lines');
});

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/x/..//evil.example',
  'javascript:alert(1)',
  '/api/session/refresh',
  '/sign-in',
  'operator',
  '',
  undefined,
])('%j leads to the first page of the desk', (wanted) => {
  expect(ownPath(wanted)).toBe('/operator');
});
