import { expect, test } from 'vitest';
import { readProblem, toSignInProblem, writeProblem } from './sign-in-problem.ts';

test.each([{ kind: 'wrong' }, { kind: 'too_many', seconds: 42 }, { kind: 'away' }] as const)(
  '$kind comes through the one message that next-auth passes on',
  (problem) => {
    expect(readProblem(writeProblem(problem))).toEqual(problem);
  },
);

test('an error that is no answer of the API says that nobody could be asked, not that the password is wrong', () => {
  expect(toSignInProblem(new TypeError('fetch failed'))).toEqual({ kind: 'away' });
  expect(readProblem('CredentialsSignin')).toEqual({ kind: 'away' });
});
