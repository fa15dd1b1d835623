import { type DomainError, ERRORS, type ErrorCode, type Issue } from '@holdfast/shared/errors';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';

/** `error` of an answer: tRPC's envelope with our code and the facts a client may act on. */
export type ErrorShape = {
  message: string;
  /** tRPC's number of the kind of error. */
  code: (typeof TRPC_CODES)[keyof typeof TRPC_CODES];
  data: {
    code: ErrorCode;
    httpStatus: number;
    requestId: string;
    issues: Issue[];
    details?: Record<string, string | number | string[]>;
    path?: string;
  };
};

const TRPC_CODES = {
  400: TRPC_ERROR_CODES_BY_KEY.BAD_REQUEST,
  401: TRPC_ERROR_CODES_BY_KEY.UNAUTHORIZED,
  403: TRPC_ERROR_CODES_BY_KEY.FORBIDDEN,
  404: TRPC_ERROR_CODES_BY_KEY.NOT_FOUND,
  409: TRPC_ERROR_CODES_BY_KEY.CONFLICT,
  413: TRPC_ERROR_CODES_BY_KEY.PAYLOAD_TOO_LARGE,
  429: TRPC_ERROR_CODES_BY_KEY.TOO_MANY_REQUESTS,
  500: TRPC_ERROR_CODES_BY_KEY.INTERNAL_SERVER_ERROR,
  503: TRPC_ERROR_CODES_BY_KEY.SERVICE_UNAVAILABLE,
} as const satisfies Record<(typeof ERRORS)[ErrorCode]['http'], number>;

/** The public side of an error: nothing of its cause, no stack. */
export function errorShape(
  error: DomainError,
  request: { requestId: string; path?: string | undefined },
): ErrorShape {
  const { http } = ERRORS[error.code];
  return {
    message: error.message,
    code: TRPC_CODES[http],
    data: {
      code: error.code,
      httpStatus: http,
      requestId: request.requestId,
      issues: error.issues,
      ...(Object.keys(error.details).length > 0 ? { details: error.details } : {}),
      ...(request.path === undefined ? {} : { path: request.path }),
    },
  };
}
