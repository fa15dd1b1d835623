/**
 * Every refusal the product can give. `http` is the status of the answer, `retryable` says whether the same
 * request may succeed later without being changed (the worker retries such a job, a client may retry the call).
 */
export const ERRORS = {
  VALIDATION: { http: 400, retryable: false },
  UNAUTHENTICATED: { http: 401, retryable: false },
  FORBIDDEN: { http: 403, retryable: false },
  NOT_FOUND: { http: 404, retryable: false },
  CONFLICT: { http: 409, retryable: false },
  IDEMPOTENCY_CONFLICT: { http: 409, retryable: false },
  IN_PROGRESS: { http: 409, retryable: true },
  CART_ALREADY_PLACED: { http: 409, retryable: false },
  BELOW_ALLOCATED: { http: 409, retryable: false },
  PAYLOAD_TOO_LARGE: { http: 413, retryable: false },
  RATE_LIMITED: { http: 429, retryable: true },
  OVERLOADED: { http: 503, retryable: true },
  UNAVAILABLE: { http: 503, retryable: true },
  INTERNAL: { http: 500, retryable: true },
} as const satisfies Record<string, { http: number; retryable: boolean }>;

export type ErrorCode = keyof typeof ERRORS;

/** One thing wrong with an input: `path` is dotted ("shippingAddress.country"), `message` is for people. */
export type Issue = { path: string; message: string };

type DomainErrorOptions = {
  /** What went wrong inside. Logged, never sent. */
  cause?: unknown;
  issues?: Issue[];
  /** Public facts that a client may act on, such as the number of the order that a cart became. */
  details?: Record<string, string | number | string[]>;
  /** Seconds after which a retry makes sense; becomes the Retry-After header. */
  retryAfter?: number;
};

/** A refusal. `message` is public; whatever must stay inside goes into `cause`. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly issues: Issue[];
  readonly details: Record<string, string | number | string[]>;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, publicMessage: string, options: DomainErrorOptions = {}) {
    super(publicMessage, { cause: options.cause });
    this.name = 'DomainError';
    this.code = code;
    this.issues = options.issues ?? [];
    this.details = options.details ?? {};
    this.retryAfter = options.retryAfter;
  }
}
