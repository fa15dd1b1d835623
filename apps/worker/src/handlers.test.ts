import { JOBS } from '@holdfast/shared/jobs';
import { expect, expectTypeOf, test } from 'vitest';
import { HANDLERS, type Handlers } from './handlers.ts';

test('each job of the catalogue has its handler', () => {
  expect(Object.keys(HANDLERS).sort()).toEqual(Object.keys(JOBS).sort());
});

test('a missing handler and a handler of another payload do not compile', () => {
  const { 'payments.capture': _, ...others } = HANDLERS;
  // @ts-expect-error a job has no handler
  const incomplete: Handlers = others;
  const mistaken: Handlers = {
    ...HANDLERS,
    // @ts-expect-error the handler reads what its job does not carry
    'orders.expire-unpaid': HANDLERS['payments.capture'],
  };
  expectTypeOf<keyof Handlers>().toEqualTypeOf<keyof typeof JOBS>();
  expect([incomplete, mistaken]).toHaveLength(2);
});
