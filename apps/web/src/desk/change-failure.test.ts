import { TRPCClientError } from '@trpc/client';
import { describe, expect, test } from 'vitest';
import { describeFailure } from './change-failure.ts';

/** As the client throws what the API refused. */
function refused(code: string, message = '', facts: object = {}) {
  const data = { code, httpStatus: 409, requestId: 'r', issues: [], ...facts };
  return TRPCClientError.from({ error: { message, code: -32_009, data } });
}

describe('a change that failed', () => {
  test('is not said to be unmade when no answer came', () => {
    expect(describeFailure(new TRPCClientError('fetch failed'))).toMatchObject({
      isUnanswered: true,
      text: expect.stringContaining('not known'),
    });
  });

  test('stays unknown when its second try is turned away before it is looked at', () => {
    for (const code of ['UNAUTHENTICATED', 'FORBIDDEN', 'RATE_LIMITED', 'OVERLOADED']) {
      expect(describeFailure(refused(code), true)).toMatchObject({
        isUnanswered: true,
        text: expect.stringContaining('still not known'),
      });
      expect(describeFailure(refused(code))).toMatchObject({
        isUnanswered: false,
        text: expect.stringContaining('Nothing was changed'),
      });
    }
  });

  test('names the orders that stand in the way', () => {
    const details = { orders: ['HF-1', 'HF-2'], allocated: 2 };
    const error = refused('BELOW_ALLOCATED', '2 are promised to orders.', { details });
    expect(describeFailure(error, true)).toMatchObject({
      title: 'Nothing was changed',
      text: '2 are promised to orders.',
      orders: ['HF-1', 'HF-2'],
      isUnanswered: false,
    });
  });

  test('says what the API finds wrong with it, once', () => {
    const issues = [{ path: 'variantId', message: 'This variant is a bundle.' }];
    const error = refused('VALIDATION', 'A bundle has no stock of its own.', { issues });
    expect(describeFailure(error).text).toBe('A bundle has no stock of its own. This variant is a bundle.');
  });
});
