import { classifyError, type DatabaseFault } from '@holdfast/db/classify-error';
import { DomainError } from '@holdfast/shared/errors';

/** What a failure of the database means to the caller; null when it is none of the kind. */
export function classifyDatabaseError(error: unknown): DomainError | null {
  const fault = classifyError(error);
  return fault && REFUSALS[fault](error);
}

const overloaded = (cause: unknown) =>
  new DomainError('OVERLOADED', 'The shop is very busy. Please try again in a moment.', {
    cause,
    retryAfter: 2,
  });

const unavailable = (cause: unknown) =>
  new DomainError('UNAVAILABLE', 'The shop cannot answer right now. Please try again in a moment.', {
    cause,
    retryAfter: 5,
  });

const REFUSALS: Record<DatabaseFault, (cause: unknown) => DomainError> = {
  conflict: overloaded,
  busy: overloaded,
  lost: unavailable,
};
