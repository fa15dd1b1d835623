import type { AppRouter } from '@holdfast/api/router';
import type { TRPCClientError } from '@trpc/client';
import { errorCode } from '../../api/errors.ts';

export type ChangeFailure = {
  title: string;
  text: string;
  /** No answer has come: it may have been done or not, and the same can be sent again. */
  isUnanswered: boolean;
  needsSignIn: boolean;
  /** Numbers of the orders that stand in the way. */
  orders: string[];
};

const UNANSWERED = new Set(['OFFLINE', 'UNAVAILABLE', 'IN_PROGRESS', 'INTERNAL']);

/** Why a change was not made, or is not known to have been made, in words. */
export function describeFailure(error: unknown): ChangeFailure {
  const code = errorCode(error);
  const none = { isUnanswered: false, needsSignIn: false, orders: [] };
  if (UNANSWERED.has(code)) {
    return {
      ...none,
      isUnanswered: true,
      title: 'No answer has come',
      text: 'Whether it was changed is not known. Send it again as it is: it does not count twice.',
    };
  }
  if (code === 'UNAUTHENTICATED') {
    return {
      ...none,
      needsSignIn: true,
      title: 'Your session has ended',
      text: 'Nothing was changed. What you wrote stays here: sign in in another tab, then send it again.',
    };
  }
  if (code === 'FORBIDDEN') {
    return {
      ...none,
      title: 'No permission',
      text: 'Nothing was changed. Only an operator may change this.',
    };
  }
  if (code === 'RATE_LIMITED' || code === 'OVERLOADED') {
    return { ...none, title: 'Too much at once', text: 'Nothing was changed. Send it again in a moment.' };
  }
  return { ...none, ...refusal(error) };
}

/** The API's own words, which are for people, and what it adds to them. */
function refusal(error: unknown): { title: string; text: string; orders: string[] } {
  const { message, data } = error as TRPCClientError<AppRouter>;
  const orders = data?.details?.orders;
  const issues = data?.issues.map((issue) => issue.message) ?? [];
  return {
    title: 'Nothing was changed',
    text: [message, ...issues.filter((issue) => issue !== message)].join(' '),
    orders: Array.isArray(orders) ? orders : [],
  };
}
