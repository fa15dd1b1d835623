import type { AppRouter } from '@holdfast/api/router';
import type { ErrorCode } from '@holdfast/shared/errors';
import { TRPCClientError } from '@trpc/client';

/** The API's code for what went wrong; `OFFLINE` when it was not reached at all. */
export function errorCode(error: unknown): ErrorCode | 'OFFLINE' {
  if (!(error instanceof TRPCClientError)) return 'INTERNAL';
  const { data } = error as TRPCClientError<AppRouter>;
  return data?.code ?? 'OFFLINE';
}
