import { DomainError, ERRORS } from '@holdfast/shared/errors';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorShape } from '../errors/envelope.ts';
import { internalError } from '../errors/to-domain-error.ts';

/** What fails outside of any procedure is answered in the same envelope. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | DomainError, request, reply) =>
    answerError(error, request, reply),
  );
}

export function answerError(
  error: FastifyError | DomainError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const refusal = error instanceof DomainError ? error : toRefusal(error);
  if (refusal.code === 'INTERNAL') request.log.error({ err: error }, 'a request failed');
  if (refusal.retryAfter !== undefined) reply.header('retry-after', refusal.retryAfter);
  return reply
    .code(ERRORS[refusal.code].http)
    .header('cache-control', 'private, no-store')
    .send({ error: errorShape(refusal, { requestId: request.id }) });
}

export function answerUnknownPath(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return answerError(new DomainError('NOT_FOUND', 'There is nothing at this address.'), request, reply);
}

function toRefusal(error: FastifyError): DomainError {
  const status = error.statusCode ?? 500;
  if (status === 413) return new DomainError('PAYLOAD_TOO_LARGE', 'The request is too large.');
  if (status === 404) return new DomainError('NOT_FOUND', 'There is nothing at this address.');
  if (status < 500) return new DomainError('VALIDATION', 'The request is malformed.');
  return internalError(error);
}
