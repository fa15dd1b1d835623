import { expect, it } from 'vitest';
import { catalogListInput, catalogSearchInput } from './catalog.ts';
import { addressSchema, orderGetInput, paymentInput } from './orders.ts';

const address = { name: 'A', line1: '1 Quay', city: 'Haifa', country: 'IL' };

it.each(['a\0b', 'half a pair \ud800', '\0'])(
  '%j is no text that a database could hold, and is refused',
  (text) => {
    expect(addressSchema.safeParse({ ...address, line1: text }).success).toBe(false);
    expect(orderGetInput.safeParse({ number: text }).success).toBe(false);
    expect(paymentInput.safeParse({ provider: 'test', token: text }).success).toBe(false);
    expect(catalogSearchInput.safeParse({ q: text }).success).toBe(false);
  },
);

it.each(['stripe', '__proto__', '', 'te\0st'])(
  'a payment provider that is not set up (%j) is refused at the door',
  (provider) => {
    expect(paymentInput.safeParse({ provider }).success).toBe(false);
  },
);

it.each(['חיפה', '東京', '👋🏽 quay', "O'Brien; --"])('%s is text like any other', (text) => {
  expect(addressSchema.parse({ ...address, line1: text }).line1).toBe(text);
});

it('a list asked for without any input is the first page in its usual order', () => {
  expect(catalogListInput.parse(undefined)).toEqual({ sort: 'featured', limit: 24 });
});
