import type { ResponseMeta, ResponseMetaFn } from '@trpc/server/http';
import { type DomainError, ERRORS } from '@holdfast/shared/errors';
import type { Context } from '../context.ts';
import { toDomainError } from '../errors/to-domain-error.ts';
import type { AppRouter } from '../router.ts';
import { isPublicContent } from './known-procedures.ts';

type Answer = Parameters<ResponseMetaFn<AppRouter>>[0];

const streamRefusals = new WeakMap<Context, number>();

/**
 * Remembers why a stream was refused before it began: tRPC has asked for 200 by then, with the error as its only event.
 * What may succeed later stays so, because a browser's EventSource comes again after a stream that ends, but never
 * after another status.
 */
export function rememberStreamRefusal(ctx: Context, { code }: DomainError): void {
  if (!ERRORS[code].retryable) streamRefusals.set(ctx, ERRORS[code].http);
}

/** Only what was declared public may be kept by a shared cache, for a second and never when it failed. */
export function answerHeaders(answer: Answer): ResponseMeta {
  const headers: Record<string, string> = { 'cache-control': cacheControl(answer) };
  const waits = answer.errors.map((error) => toDomainError(error).retryAfter ?? 0);
  const wait = Math.max(0, ...waits);
  if (wait > 0) headers['retry-after'] = String(wait);
  const refused = answer.ctx && streamRefusals.get(answer.ctx);
  return refused === undefined ? { headers } : { headers, status: refused };
}

function cacheControl({ type, errors, eagerGeneration, info }: Answer): string {
  // A proxy that compresses a stream would hold it back.
  if (eagerGeneration) return 'private, no-store, no-transform';
  const isPublic = type === 'query' && errors.length === 0 && info?.calls.every(isPublicContent);
  return isPublic ? 'public, max-age=0, s-maxage=1' : 'private, no-store';
}
