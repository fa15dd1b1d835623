import { DomainError, type Issue } from '@holdfast/shared/errors';
import type { TRPCError } from '@trpc/server';
import { ZodError, type core } from 'zod';
import { classifyDatabaseError } from './classify-database-error.ts';

/** Refusals of tRPC itself, before any procedure ran. */
const PROTOCOL_ERRORS: Partial<Record<TRPCError['code'], () => DomainError>> = {
  NOT_FOUND: () => new DomainError('NOT_FOUND', 'There is no such procedure.'),
  METHOD_NOT_SUPPORTED: () =>
    new DomainError('VALIDATION', 'Queries are asked by GET, mutations are sent by POST.'),
  UNSUPPORTED_MEDIA_TYPE: () => new DomainError('VALIDATION', 'The body must be application/json.'),
  PARSE_ERROR: () => new DomainError('VALIDATION', 'The request is not valid JSON.'),
  PAYLOAD_TOO_LARGE: () => new DomainError('PAYLOAD_TOO_LARGE', 'The request is too large.'),
  BAD_REQUEST: () =>
    new DomainError('VALIDATION', 'The request is malformed: its JSON is broken or its batch is too large.'),
};

/** What went wrong, as the caller may know it. Whatever nobody foresaw becomes INTERNAL and stays inside. */
export function toDomainError(error: TRPCError): DomainError {
  const { cause } = error;
  if (cause instanceof DomainError) return cause;
  if (cause instanceof ZodError && error.code === 'BAD_REQUEST') {
    return new DomainError('VALIDATION', 'Something in the request is not as it should be.', {
      issues: toIssues(cause.issues),
    });
  }
  return PROTOCOL_ERRORS[error.code]?.() ?? classifyDatabaseError(cause) ?? internalError(cause ?? error);
}

export function internalError(cause: unknown): DomainError {
  return new DomainError(
    'INTERNAL',
    'Something went wrong. Please try again; if it stays so, tell us the request id.',
    { cause },
  );
}

/** Of alternatives, the one that the input comes closest to is explained. */
function toIssues(issues: readonly core.$ZodIssue[], parents: readonly PropertyKey[] = []): Issue[] {
  return issues.flatMap((issue) => {
    const path = [...parents, ...issue.path];
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const [closest] = [...issue.errors].sort((a, b) => a.length - b.length);
      return toIssues(closest ?? [], path);
    }
    return [{ path: path.map(String).join('.'), message: issue.message }];
  });
}
