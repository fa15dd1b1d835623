import type { AppRouter } from '@holdfast/api/router';
import type { TRPCClientError } from '@trpc/client';
import { errorCode } from '../api/errors.ts';

export type ChangeFailure = {
  title: string;
  text: string;
  /** No answer has come: it may have been done or not, and the same can be sent again. */
  isUnanswered: boolean;
  needsSignIn: boolean;
  /** Numbers of the orders that stand in the way. */
  orders: string[];
  /** What is wrong with a field, by its name. */
  fields: Record<string, string>;
};

const UNANSWERED = new Set(['OFFLINE', 'UNAVAILABLE', 'IN_PROGRESS', 'INTERNAL']);

/**
 * Why a change was not made, or is not known to have been made, in words. After a try without an answer
 * (`wasUnanswered`) only a refusal of the change itself says that it was not made: a refusal before that says nothing.
 */
export function describeFailure(error: unknown, wasUnanswered = false): ChangeFailure {
  const code = errorCode(error);
  const open = { isUnanswered: wasUnanswered, needsSignIn: false, orders: [], fields: {} };
  const state = wasUnanswered ? 'Whether it was changed is still not known.' : 'Nothing was changed.';
  if (UNANSWERED.has(code)) {
    return {
      ...open,
      isUnanswered: true,
      title: 'No answer has come',
      text: 'Whether it was changed is not known. Send it again as it is: it does not count twice.',
    };
  }
  if (code === 'UNAUTHENTICATED') {
    return {
      ...open,
      needsSignIn: true,
      title: 'Your session has ended',
      text: `${state} What you wrote stays here: sign in in another tab, then send it again.`,
    };
  }
  if (code === 'FORBIDDEN') {
    return { ...open, title: 'No permission', text: `${state} Only an operator may change this.` };
  }
  if (code === 'RATE_LIMITED' || code === 'OVERLOADED') {
    return { ...open, title: 'Too much at once', text: `${state} Send it again in a moment.` };
  }
  return { ...open, isUnanswered: false, ...refusal(error) };
}

/** The API's own words, which are for people, and what it adds to them. */
function refusal(error: unknown): Pick<ChangeFailure, 'title' | 'text' | 'orders' | 'fields'> {
  const { message, data } = error as TRPCClientError<AppRouter>;
  const orders = data?.details?.orders;
  const issues = data?.issues ?? [];
  const more = issues.map((issue) => issue.message).filter((words) => words !== message);
  return {
    title: 'Nothing was changed',
    text: [message, ...more].join(' '),
    orders: Array.isArray(orders) ? orders : [],
    fields: Object.fromEntries(issues.map((issue) => [issue.path, issue.message])),
  };
}
