import { TRPCClientError } from '@trpc/client';
import { errorCode } from '../../api/errors.ts';

/** Why somebody was not signed in. */
export type SignInProblem = { kind: 'wrong' } | { kind: 'too_many'; seconds: number } | { kind: 'away' };

const USUAL_WAIT_SECONDS = 60;

export function toSignInProblem(error: unknown): SignInProblem {
  const code = errorCode(error);
  if (code === 'UNAUTHENTICATED' || code === 'VALIDATION') return { kind: 'wrong' };
  if (code === 'RATE_LIMITED') return { kind: 'too_many', seconds: readRetryAfter(error) };
  return { kind: 'away' };
}

/** As text, for the one message that next-auth lets through. */
export function writeProblem(problem: SignInProblem): string {
  return problem.kind === 'too_many' ? `too_many ${problem.seconds}` : problem.kind;
}

/** What is not ours, such as next-auth's own words for a fault, means that nobody could be asked. */
export function readProblem(text: string): SignInProblem {
  const [kind, seconds] = text.split(' ');
  if (kind === 'wrong') return { kind };
  if (kind === 'too_many') return { kind, seconds: Number(seconds) || USUAL_WAIT_SECONDS };
  return { kind: 'away' };
}

function readRetryAfter(error: unknown): number {
  const response = error instanceof TRPCClientError ? error.meta?.response : undefined;
  const seconds = response instanceof Response ? Number(response.headers.get('retry-after')) : 0;
  return seconds > 0 ? Math.ceil(seconds) : USUAL_WAIT_SECONDS;
}
